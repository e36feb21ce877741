import { db, type TransactionClient, transactionBulk } from "@/db/client";
import { EMPTY_ENTRY } from "./merge/paper";
import { type Known, plan, recordDay } from "./merge/plan";
import { computeTrendingScore } from "./ranking";
import type { DraftOutcome, PaperDraft } from "./schema";

/**
 * What stands of papers already; a sample paper is no real one. By the primary keys. One raw
 * statement for any number of ids: Prisma compiles its own anew for each length of a list. The
 * plus keeps SQLite from going through all papers by the index on sample.
 */
const listingsOf = (ids: string[], sample: boolean): Promise<Known["listings"]> =>
  db().$queryRaw`
    SELECT l."paperId", l."day", l."listedAt", l."rawEntryHash",
      CASE WHEN l."rawEntry" = '{}' THEN '{}' ELSE '' END AS "rawEntry" FROM "Listing" l
    JOIN "Paper" p ON p."id" = l."paperId" AND +p."sample" = ${sample}
    WHERE l."paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

const recordsOf = (ids: string[], source: string): Promise<Known["records"]> =>
  db().$queryRaw`
    SELECT "paperId", "day", "entryHash", "firstSeenAt" FROM "SourceRecord"
    WHERE "source" = ${source} AND "paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

const papersOf = (ids: string[], sample: boolean): Promise<Known["papers"]> =>
  db().$queryRaw`
    SELECT * FROM "Paper"
    WHERE +"sample" = ${sample} AND "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

const authorsOf = (ids: string[]): Promise<Known["authors"]> =>
  db().$queryRaw`
    SELECT * FROM "Author" WHERE "paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    ORDER BY "paperId", "position"`;

/** Read by the index on sample. */
const hasReal = () => db().paper.findFirst({ where: { sample: false }, select: { id: true } });

/** Whether the source said all of it before, and each listing stands: the way of most re-reads. */
async function isUnchanged(
  drafts: PaperDraft[],
  ids: string[],
  origin: { source: string; sample: boolean },
): Promise<boolean> {
  const records = await recordsOf(ids, origin.source);
  const said = new Set(records.map(({ paperId, day, entryHash }) => paperId + day + entryHash));
  if (!drafts.every((draft) => said.has(draft.id + recordDay(draft) + draft.entryHash)))
    return false;
  const listings = await listingsOf(ids, origin.sample);
  const stands = new Map(listings.map((row) => [row.paperId + row.day, row]));
  return drafts.every(({ id, listing, entryHash }) => {
    const there = listing && stands.get(id + listing.day);
    return (
      !listing || (there && (there.rawEntryHash === entryHash || listing.rawEntry === EMPTY_ENTRY))
    );
  });
}

type SaveOptions = {
  /** Asked when nobody else can write: no paper is dated before an issue that missed it */
  now: () => Date;
  source: string;
  sample?: boolean;
};

/**
 * Stores drafts, all or none, in one transaction, and answers what became of each, in order.
 * Idempotent: drafts that stand there already are only read. Real papers take the sample away, and
 * none of it comes where there are any.
 */
export async function saveDrafts(
  drafts: PaperDraft[],
  options: SaveOptions,
): Promise<DraftOutcome[]> {
  const { source, sample = false } = options;
  const ids = [...new Set(drafts.map((draft) => draft.id))];
  if (await isUnchanged(drafts, ids, { source, sample })) {
    return drafts.map(() => "unchanged");
  }

  return transactionBulk(async (bulk) => {
    if (sample && (await hasReal())) return drafts.map(() => "unchanged");
    const papers = await papersOf(ids, sample);
    const known = {
      papers,
      listings: await listingsOf(ids, sample),
      records: await recordsOf(ids, source),
      authors: await authorsOf(papers.map(({ id }) => id)),
    };
    const writes = plan(known, drafts, { now: options.now(), sample, source });

    if (!sample && writes.papers.length) bulk.remove("Paper", { sample: true });
    bulk.upsert("Organization", ["id"], writes.organizations);
    bulk.upsert("Paper", ["id"], writes.papers);
    for (const paperId of writes.retold) {
      bulk.remove("Author", { paperId });
      bulk.remove("PaperCategory", { paperId });
    }
    bulk.upsert("Author", ["paperId", "position"], writes.authors);
    bulk.upsert("PaperCategory", ["paperId", "category"], writes.categories);
    for (const listing of writes.moved) bulk.remove("Listing", listing);
    bulk.upsert("Listing", ["paperId", "day"], writes.listings);
    bulk.upsert("SourceRecord", ["source", "paperId", "day"], writes.records);
    return writes.outcomes;
  });
}

/**
 * Adds votes to a paper's counts (or takes them back, below zero) on every day it stands, and
 * ranks it anew. To be called in the transaction that writes the vote.
 */
export async function addVotes(
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
    data: { score: computeTrendingScore(paper) },
    select: { id: true },
  });
  await transaction.listing.updateMany({
    where: { paperId },
    data: { upvotes: { increment: votes } },
  });
  return paper.upvotes;
}
