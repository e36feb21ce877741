import { db, type TransactionClient, transactionBulk } from "@/db/client";
import { parseRows } from "@/db/stored";
import { EMPTY_ENTRY } from "./merge/listing";
import { type Known, plan, toRecordDay } from "./merge/plan";
import { authorRow, listingRow, paperRow, recordRow } from "./merge/stored-rows";
import { computeTrendingScore } from "./ranking";
import type { DraftOutcome, PaperDraft } from "./schema";

/*
 * The rows of some papers, read by their primary keys. Each query is one raw statement for any
 * number of ids, because Prisma would compile its own again for each length of a list. The plus before
 * "sample" keeps SQLite from reading all papers by the index on sample.
 */

/** Reads `rawEntry` as "{}" or "": entries are long, and a merge only needs to know whether there is one. */
async function listListings(ids: string[], sample: boolean): Promise<Known["listings"]> {
  const rows = await db().$queryRaw`
    SELECT l."paperId", l."day", l."listedAt", l."rawEntryHash",
      CASE WHEN l."rawEntry" = '{}' THEN '{}' ELSE '' END AS "rawEntry" FROM "Listing" l
    JOIN "Paper" p ON p."id" = l."paperId" AND +p."sample" = ${sample}
    WHERE l."paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return parseRows(listingRow, rows);
}

async function listRecords(ids: string[], source: string): Promise<Known["records"]> {
  const rows = await db().$queryRaw`
    SELECT "paperId", "day", "entryHash", "firstSeenAt" FROM "SourceRecord"
    WHERE "source" = ${source} AND "paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return parseRows(recordRow, rows);
}

async function listPapers(ids: string[], sample: boolean): Promise<Known["papers"]> {
  const rows = await db().$queryRaw`
    SELECT * FROM "Paper"
    WHERE +"sample" = ${sample} AND "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return parseRows(paperRow, rows);
}

async function listAuthors(ids: string[]): Promise<Known["authors"]> {
  const rows = await db().$queryRaw`
    SELECT * FROM "Author" WHERE "paperId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    ORDER BY "paperId", "position"`;
  return parseRows(authorRow, rows);
}

/** Read by the index on sample. */
async function hasRealPapers(): Promise<boolean> {
  const paper = await db().paper.findFirst({ where: { sample: false }, select: { id: true } });
  return paper !== null;
}

/**
 * Whether the source sent exactly these drafts before and each of their listings is stored. Most
 * re-reads end here, without a transaction.
 */
async function areAllStored(
  drafts: PaperDraft[],
  ids: string[],
  origin: { source: string; sample: boolean },
): Promise<boolean> {
  const records = await listRecords(ids, origin.source);
  const sent = new Set(records.map(({ paperId, day, entryHash }) => paperId + day + entryHash));
  const isSent = (draft: PaperDraft) => sent.has(draft.id + toRecordDay(draft) + draft.entryHash);
  if (!drafts.every(isSent)) return false;

  const rows = await listListings(ids, origin.sample);
  const stored = new Map(rows.map((row) => [row.paperId + row.day, row]));
  return drafts.every(({ id, listing, entryHash }) => {
    if (!listing) return true;
    const row = stored.get(id + listing.day);
    return row?.rawEntryHash === entryHash || (row && listing.rawEntry === EMPTY_ENTRY);
  });
}

type SaveOptions = {
  /** Called within the write transaction, so that no paper is dated before an issue that missed it */
  now: () => Date;
  /** As SOURCES names it, or the format of what was posted */
  source: string;
  /** Whether the drafts are the shipped sample */
  sample?: boolean;
};

/**
 * Stores drafts, all or none, in one transaction, and returns what became of each, in order.
 * Idempotent: drafts that are stored already cost reads only. The first real papers remove the
 * sample, and the sample is never stored beside real papers.
 */
export async function saveDrafts(
  drafts: PaperDraft[],
  options: SaveOptions,
): Promise<DraftOutcome[]> {
  const { source, sample = false } = options;
  const ids = [...new Set(drafts.map((draft) => draft.id))];
  if (await areAllStored(drafts, ids, { source, sample })) {
    return drafts.map(() => "unchanged");
  }

  return transactionBulk(async (bulk) => {
    if (sample && (await hasRealPapers())) return drafts.map(() => "unchanged");
    const papers = await listPapers(ids, sample);
    const known = {
      papers,
      listings: await listListings(ids, sample),
      records: await listRecords(ids, source),
      authors: await listAuthors(papers.map(({ id }) => id)),
    };
    const writes = plan(known, drafts, { now: options.now(), sample, source });

    if (!sample && writes.papers.length) bulk.remove("Paper", { sample: true });
    bulk.upsert("Organization", ["id"], writes.organizations);
    bulk.upsert("Paper", ["id"], writes.papers);
    for (const paperId of writes.rewrittenPaperIds) {
      bulk.remove("Author", { paperId });
      bulk.remove("PaperCategory", { paperId });
    }
    bulk.upsert("Author", ["paperId", "position"], writes.authors);
    bulk.upsert("PaperCategory", ["paperId", "category"], writes.categories);
    for (const listing of writes.removedListings) bulk.remove("Listing", listing);
    bulk.upsert("Listing", ["paperId", "day"], writes.listings);
    bulk.upsert("SourceRecord", ["source", "paperId", "day"], writes.records);
    return writes.outcomes;
  });
}

/**
 * Adds votes to a paper's counts and to those of all its listings, and updates its score. A
 * negative number removes votes. Call it in the transaction that writes the vote.
 *
 * @returns the paper's upvotes
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
