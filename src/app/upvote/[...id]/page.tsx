import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { orNotFound } from "@/app/_lib/or-not-found";
import { getSignInReturn } from "@/app/_lib/sign-in-return";
import { Markup } from "@/components/Markup";
import { Note } from "@/components/Note";
import { findViewer } from "@/features/auth/viewer";
import { parseIdSegments } from "@/features/papers/address";
import { getPaperHead } from "@/features/papers/queries";
import { listUpvoted } from "@/features/votes/queries";

export const metadata: Metadata = { title: "Upvote", ...NOINDEX_METADATA };

type Props = {
  params: Promise<{ id: string[] }>;
  searchParams: Promise<{ to?: string | string[] }>;
};

/**
 * Asks for one vote, in words: where no script runs, a button on the list couldn't know whether
 * it casts or takes back.
 */
export default async function UpvotePage({ params, searchParams }: Props) {
  const id = parseIdSegments((await params).id) ?? notFound();
  const { title, upvotes } = await orNotFound(getPaperHead(id));
  const asked = await headers();
  const to = getSignInReturn((await searchParams).to, asked);
  const viewer = await findViewer(asked);
  if (!viewer) redirect(`/sign-in?${new URLSearchParams({ vote: id, to })}`);
  const upvoted = (await listUpvoted(viewer.id, [id])).length > 0;
  return (
    <Note title={upvoted ? "You upvoted this paper" : "Upvote this paper?"}>
      <p className="font-serif text-lg">
        <Markup source={title} />
      </p>
      <p className="text-soft">
        {upvotes === 1 ? "1 upvote" : `${upvotes.toLocaleString("en")} upvotes`} so far.
      </p>
      <form action={`/api/papers/${id}/upvote`} method="post" className="flex flex-wrap gap-3">
        <input type="hidden" name="to" value={to} />
        <button
          type="submit"
          name="action"
          value={upvoted ? "take-back" : "upvote"}
          className="button"
        >
          {upvoted ? "Take back" : "Upvote"}
        </button>
        <a href={to} className="button button-quiet">
          Back
        </a>
      </form>
    </Note>
  );
}
