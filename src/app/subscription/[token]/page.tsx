import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
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

/** A reader's choices, by the signed link in each mail. Opening it changes nothing. */
export default async function SubscriptionByLinkPage({ params, searchParams }: Props) {
  const { token } = await params;
  const done = singleParam((await searchParams).done);
  const read = (await findSubscriptionByLink(token, now())) ?? notFound();
  if (read.expired) return <Lapsed token={token} done={done} />;
  const view = (await findSubscriptionPageData(read.id, now())) ?? notFound();
  return <SubscriptionPage view={view} now={now()} done={done} token={token} />;
}

function Lapsed({ token, done }: { token: string; done?: string }) {
  return (
    <Note title="This link has lapsed">
      <p>
        It was good for 60 days. Each digest has a fresh one; or we mail one now, to the address
        that this link was for.
      </p>
      <DoneNotice done={done} />
      <form action="/api/subscription/link" method="post">
        <TokenField token={token} />
        <button type="submit" className="button">
          Mail me a fresh link
        </button>
      </form>
    </Note>
  );
}
