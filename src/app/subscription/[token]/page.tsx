import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { Notice } from "@/features/digest/subscription/components/DoneNotice";
import { ReaderPage } from "@/features/digest/subscription/components/SubscriptionPage";
import { Authority } from "@/features/digest/subscription/components/TokenField";
import { findReaderView } from "@/features/digest/subscription/page-data";
import { findLinkReader } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Your digest", ...NOINDEX_METADATA };

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ done?: string | string[] }>;
};

/** A reader's choices, by the signed link in each mail. Opening it changes nothing. */
export default async function SubscriptionPage({ params, searchParams }: Props) {
  const { token } = await params;
  const done = singleParam((await searchParams).done);
  const read = (await findLinkReader(token, now())) ?? notFound();
  if (read.lapsed) return <Lapsed token={token} done={done} />;
  const view = (await findReaderView(read.id, now())) ?? notFound();
  return <ReaderPage view={view} now={now()} done={done} token={token} />;
}

function Lapsed({ token, done }: { token: string; done?: string }) {
  return (
    <Note title="This link has lapsed">
      <p>
        It was good for 60 days. Each digest has a fresh one; or we mail one now, to the address
        that this link was for.
      </p>
      <Notice done={done} />
      <form action="/api/subscription/link" method="post">
        <Authority token={token} />
        <button type="submit" className="button">
          Mail me a fresh link
        </button>
      </form>
    </Note>
  );
}
