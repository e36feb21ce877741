import { db, type TransactionClient } from "@/db/client";
import { addVotes } from "@/features/papers/mutations";
import { AppError } from "@/lib/errors";

type VoteKey = { paperId: string; personId: string };
/** What everyone sees after it. */
export type VoteResult = { upvoted: boolean; upvotes: number };

/** Read inside the transaction: a count from before it may be one that nobody sees any more. */
async function getPaperForVote(
  transaction: TransactionClient,
  paperId: string,
): Promise<{ upvotes: number }> {
  const paper = await transaction.paper.findUnique({
    where: { id: paperId },
    select: { upvotes: true },
  });
  if (!paper) throw new AppError("not_found", `There is no paper ${paperId} here.`);
  return paper;
}

/**
 * Upvotes a paper for a person. Idempotent: the unique key of Vote decides, also between two
 * requests at one moment, and the count moves in the same transaction.
 *
 * @throws AppError not_found
 */
export async function castVote({ paperId, personId }: VoteKey, now: Date): Promise<VoteResult> {
  return db().$transaction(async (transaction) => {
    const { upvotes } = await getPaperForVote(transaction, paperId);
    const written = await transaction.$executeRaw`
      INSERT INTO "Vote" ("personId", "paperId", "createdAt") VALUES (${personId}, ${paperId}, ${now})
      ON CONFLICT DO NOTHING`;
    return {
      upvoted: true,
      upvotes: written ? await addVotes(transaction, paperId, written) : upvotes,
    };
  });
}

/** Takes a vote back. Idempotent like `castVote`. @throws AppError not_found */
export async function removeVote({ paperId, personId }: VoteKey): Promise<VoteResult> {
  return db().$transaction(async (transaction) => {
    const { upvotes } = await getPaperForVote(transaction, paperId);
    const { count } = await transaction.vote.deleteMany({ where: { paperId, personId } });
    return {
      upvoted: false,
      upvotes: count ? await addVotes(transaction, paperId, -count) : upvotes,
    };
  });
}
