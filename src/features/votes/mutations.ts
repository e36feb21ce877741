import { db, type TransactionClient } from "@/db/client";
import { addVotes } from "@/features/papers/mutations";
import { AppError } from "@/lib/errors";

type VoteKey = { paperId: string; personId: string };

/** The person's vote and the paper's count after a write. */
type VoteResult = { upvoted: boolean; upvotes: number };

/**
 * Returns a paper's upvotes. Reads them inside the transaction, because a count from before it may
 * already be out of date.
 *
 * @throws AppError not_found
 */
async function getUpvotes(transaction: TransactionClient, paperId: string): Promise<number> {
  const paper = await transaction.paper.findUnique({
    where: { id: paperId },
    select: { upvotes: true },
  });
  if (!paper) throw new AppError("not_found", `There is no paper ${paperId} here.`);
  return paper.upvotes;
}

/**
 * Upvotes a paper for a person. Idempotent: Vote's primary key decides, also between requests at the
 * same moment. The paper's count changes in the same transaction.
 *
 * @throws AppError not_found
 */
export async function castVote({ paperId, personId }: VoteKey, now: Date): Promise<VoteResult> {
  return db().$transaction(async (transaction) => {
    const upvotes = await getUpvotes(transaction, paperId);
    const inserted = await transaction.$executeRaw`
      INSERT INTO "Vote" ("personId", "paperId", "createdAt") VALUES (${personId}, ${paperId}, ${now})
      ON CONFLICT DO NOTHING`;
    if (inserted === 0) return { upvoted: true, upvotes };
    return { upvoted: true, upvotes: await addVotes(transaction, paperId, inserted) };
  });
}

/** Removes a person's upvote. Idempotent like `castVote`. @throws AppError not_found */
export async function removeVote({ paperId, personId }: VoteKey): Promise<VoteResult> {
  return db().$transaction(async (transaction) => {
    const upvotes = await getUpvotes(transaction, paperId);
    const { count } = await transaction.vote.deleteMany({ where: { paperId, personId } });
    if (count === 0) return { upvoted: false, upvotes };
    return { upvoted: false, upvotes: await addVotes(transaction, paperId, -count) };
  });
}
