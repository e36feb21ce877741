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
import { plural } from "@/lib/plural";

export const metadata: Metadata = { title: "Upvote", ...NOINDEX_METADATA };

type Props = {
  params: Promise<{ id: string[] }>;
  searchParams: Promise<{ to?: string | string[] }>;
};

/**
 * Confirms one vote. The vote buttons of lists lead here without JavaScript: a list is the same for
 * everyone, so its buttons don't know whether they would cast or remove an upvote.
 */
export default async function UpvotePage({ params, searchParams }: Props) {
  const id = parseIdSegments((await params).id) ?? notFound();
  const { title, upvotes } = await orNotFound(getPaperHead(id));
  const requestHeaders = await headers();
  const to = getSignInReturn((await searchParams).to, requestHeaders);
  const viewer = await findViewer(requestHeaders);
  if (!viewer) redirect(`/sign-in?${new URLSearchParams({ vote: id, to })}`);
  const isUpvoted = (await listUpvoted(viewer.id, [id])).length > 0;
  return (
    <Note title={isUpvoted ? "You upvoted this paper" : "Upvote this paper?"}>
      <p className="font-serif text-lg">
        <Markup source={title} />
      </p>
      <p className="text-soft">{plural(upvotes, "upvote")} so far.</p>
      <form action={`/api/papers/${id}/upvote`} method="post" className="flex flex-wrap gap-3">
        <input type="hidden" name="to" value={to} />
        <button
          type="submit"
          name="action"
          value={isUpvoted ? "remove" : "upvote"}
          className="button"
        >
          {isUpvoted ? "Remove upvote" : "Upvote"}
        </button>
        <a href={to} className="button button-quiet">
          Back
        </a>
      </form>
    </Note>
  );
}
