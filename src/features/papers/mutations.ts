import { bulkWrite, db, type TransactionClient } from "@/db/client";
import { type Known, plan } from "./merge";
import { trendingScore } from "./ranking";
import type { Outcome, PaperDraft } from "./schema";

/**
 * What stands of papers already; a sample paper is no real one. By the primary keys. One raw
 * statement for any number of ids: Prisma compiles its own anew for each length of a list. The
 * plus keeps SQLite from going through all papers by the index on sample.
 */
const listingsOf = (ids: string[], sample: boolean): Promise<Known["listings"]> =>
  db().$queryRaw`
    SELECT l."paperId", l."day", l."saidHash" FROM "Listing" l
    JOIN "Paper" p ON p."id" = l."paperId" AND +p."sample" = ${sample}
    WHERE l."paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

const papersOf = (ids: string[], sample: boolean): Promise<Known["papers"]> =>
  db().$queryRaw`
    SELECT * FROM "Paper"
    WHERE +"sample" = ${sample} AND "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** Read by the index on sample. */
const hasReal = () => db().paper.findFirst({ where: { sample: false }, select: { id: true } });

async function isUnchanged(drafts: PaperDraft[], ids: string[], sample: boolean): Promise<boolean> {
  const listings = await listingsOf(ids, sample);
  const said = new Set(listings.map(({ paperId, day, saidHash }) => paperId + day + saidHash));
  return drafts.every(({ id, listing }) => said.has(id + listing.day + listing.saidHash));
}

/**
 * Stores drafts, all or none, in one transaction, and answers what became of each, in order.
 * Idempotent: drafts that stand there already are only read. Real papers take the sample away, and
 * none of it comes where there are any.
 *
 * @param now asked when nobody else can write: no paper is dated before an issue that missed it
 */
export async function saveDrafts(
  drafts: PaperDraft[],
  { now, sample = false }: { now: () => Date; sample?: boolean },
): Promise<Outcome[]> {
  const ids = [...new Set(drafts.map((draft) => draft.id))];
  if (await isUnchanged(drafts, ids, sample)) return drafts.map(() => "unchanged");

  return bulkWrite(async (bulk) => {
    if (sample && (await hasReal())) return drafts.map(() => "unchanged");
    const papers = await papersOf(ids, sample);
    const listings = await listingsOf(ids, sample);
    const writes = plan({ papers, listings }, drafts, now(), sample);

    if (!sample) bulk.remove("Paper", "sample", true);
    bulk.upsert("Organization", ["id"], writes.organizations);
    bulk.upsert("Paper", ["id"], writes.papers);
    for (const id of writes.retold) bulk.remove("Author", "paperId", id);
    bulk.upsert("Author", ["paperId", "position"], writes.authors);
    bulk.upsert("Listing", ["paperId", "day"], writes.listings);
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
