import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { findViewer, type Viewer } from "@/features/auth/viewer";
import { BrowserTimeZoneField } from "@/features/digest/subscription/components/BrowserTimeZone";
import { SubscriptionPage } from "@/features/digest/subscription/components/SubscriptionPage";
import { findSubscriptionPageData } from "@/features/digest/subscription/page-data";
import { findSubscriptionId } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Settings", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ done?: string | string[] }> };

/** Shows a signed-in person the page that the link in their digest opens. */
export default async function SettingsPage({ searchParams }: Props) {
  const viewer = (await findViewer(await headers())) ?? redirect("/sign-in?to=/settings");
  const id = await findSubscriptionId(viewer.email);
  const data = id && (await findSubscriptionPageData(id, now()));
  return (
    <>
      {data ? (
        <SubscriptionPage data={data} now={now()} done={singleParam((await searchParams).done)} />
      ) : (
        <NoDigest viewer={viewer} />
      )}
      <section
        aria-labelledby="account"
        className="mx-auto mt-10 max-w-2xl border-line border-t pt-8"
      >
        <h2 id="account" className="font-semibold text-xl">
          Account
        </h2>
        <form action="/api/sign-out" method="post" className="mt-2">
          <p className="mb-3 break-words">Signed in as {viewer.email}.</p>
          <button type="submit" className="button button-quiet">
            Sign out
          </button>
        </form>
      </section>
    </>
  );
}

function NoDigest({ viewer }: { viewer: Viewer }) {
  return (
    <div className="mx-auto max-w-2xl pt-10 leading-relaxed">
      <h1 className="font-semibold text-3xl tracking-tight">Your digest</h1>
      <p className="mt-4 break-words">
        {viewer.email} isn&rsquo;t subscribed yet. Subscribe first, then pick your schedule and
        topics.
      </p>
      <form action="/api/subscription/start" method="post" className="mt-4">
        <BrowserTimeZoneField />
        <button type="submit" className="button">
          Subscribe
        </button>
      </form>
    </div>
  );
}
