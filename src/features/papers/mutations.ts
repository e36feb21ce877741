import { upsertRows } from "@/db/bulk";
import { db, type TransactionClient } from "@/db/client";
import { plan } from "./merge";
import { trendingScore } from "./ranking";
import type { Outcome, PaperDraft } from "./schema";

/** Reads by the primary key of Listing. */
const listingsOf = (client: TransactionClient, ids: string[], paper = {}) =>
  client.listing.findMany({
    where: { paperId: { in: ids }, paper },
    select: { paperId: true, day: true, saidHash: true },
  });

/** A sample paper is no real one, even where it says the same. */
async function isUnchanged(drafts: PaperDraft[], ids: string[], sample: boolean): Promise<boolean> {
  const listings = await listingsOf(db(), ids, { sample });
  const said = new Set(listings.map(({ paperId, day, saidHash }) => paperId + day + saidHash));
  return drafts.every(({ id, listing }) => said.has(id + listing.day + listing.saidHash));
}

/**
 * Stores drafts, all or none, in one transaction, and answers what became of each, in order.
 * Idempotent: drafts that stand there already are only read. Real papers take the sample away.
 *
 * @param now asked when nobody else can write: no paper is dated before an issue that missed it
 */
export async function saveDrafts(
  drafts: PaperDraft[],
  { now, sample = false }: { now: () => Date; sample?: boolean },
): Promise<Outcome[]> {
  const ids = [...new Set(drafts.map((draft) => draft.id))];
  if (await isUnchanged(drafts, ids, sample)) return drafts.map(() => "unchanged");

  return db().$transaction(async (transaction) => {
    if (!sample) await transaction.paper.deleteMany({ where: { sample: true } });
    const papers = await transaction.paper.findMany({ where: { id: { in: ids } } });
    const listings = await listingsOf(transaction, ids);
    const writes = plan({ papers, listings }, drafts, now(), sample);

    await upsertRows(transaction, "Organization", ["id"], writes.organizations);
    await upsertRows(transaction, "Paper", ["id"], writes.papers);
    if (papers.length) {
      await transaction.author.deleteMany({ where: { paperId: { in: writes.retold } } });
    }
    await upsertRows(transaction, "Author", ["paperId", "position"], writes.authors);
    await upsertRows(transaction, "Listing", ["paperId", "day"], writes.listings);
    return writes.outcomes;
  });
}

/**
 * Adds votes to a paper's counts (or takes them back, below zero) on every day it stands, and
 * ranks it anew. To be called in the transaction that writes the vote.
 */
export async function countVotes(
  transaction: TransactionClient,
  paperId: string,
  votes: number,
): Promise<number> {
  const paper = await transaction.paper.update({
    where: { id: paperId },
    data: { votes: { increment: votes }, upvotes: { increment: votes } },
    select: { upvotes: true, comments: true, listedAt: true },
  });
  await transaction.paper.update({
    where: { id: paperId },
    data: { score: trendingScore(paper) },
    select: { id: true },
  });
  await transaction.listing.updateMany({
    where: { paperId },
    data: { upvotes: { increment: votes } },
  });
  return paper.upvotes;
}
