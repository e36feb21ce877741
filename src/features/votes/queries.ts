import { db } from "@/db/client";

/** Returns which of these papers a person has upvoted. By the primary key of Vote. */
export async function listUpvoted(personId: string, paperIds: string[]): Promise<string[]> {
  const votes = await db().vote.findMany({
    where: { personId, paperId: { in: paperIds } },
    select: { paperId: true },
  });
  return votes.map(({ paperId }) => paperId);
}
