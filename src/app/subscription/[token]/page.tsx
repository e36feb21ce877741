import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { LINK_DAYS } from "@/features/digest/limits";
import { DoneNotice } from "@/features/digest/subscription/components/DoneNotice";
import { SubscriptionPage } from "@/features/digest/subscription/components/SubscriptionPage";
import { TokenField } from "@/features/digest/subscription/components/TokenField";
import { findSubscriptionPageData } from "@/features/digest/subscription/page-data";
import { findSubscriptionByLink } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Your digest", ...NOINDEX_METADATA };

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ done?: string | string[] }>;
};

/** Shows the subscription that a signed link opens. Each digest contains such a link. */
export default async function SubscriptionByLinkPage({ params, searchParams }: Props) {
  const { token } = await params;
  const done = singleParam((await searchParams).done);
  const link = (await findSubscriptionByLink(token, now())) ?? notFound();
  if (link.expired) return <ExpiredLink token={token} done={done} />;
  const data = (await findSubscriptionPageData(link.id, now())) ?? notFound();
  return <SubscriptionPage data={data} now={now()} done={done} token={token} />;
}

function ExpiredLink({ token, done }: { token: string; done?: string }) {
  return (
    <Note title="This link has expired">
      <p>
        Links work for {LINK_DAYS} days. Each digest has a new one, or we can email one now to the
        address that this link was for.
      </p>
      <DoneNotice done={done} />
      <form action="/api/subscription/link" method="post">
        <TokenField token={token} />
        <button type="submit" className="button">
          Email me a new link
        </button>
      </form>
    </Note>
  );
}
