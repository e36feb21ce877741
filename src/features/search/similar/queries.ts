import { z } from "zod";
import { queryInWorker } from "@/db/read-worker";
import { integer, parseRows } from "@/db/stored";
import { env } from "@/env";
import { listCards } from "@/features/feed/queries";
import type { FeedPaper } from "@/features/feed/schema";
import {
  chooseTerms,
  extractTerms,
  formatTermMatch,
  MAX_ARCHIVE_COUNT,
  MAX_PAPERS_PER_TERM,
  MIN_WEIGHT_SHARE,
  type SimilarText,
} from "./terms";
import { fromBytes, rerank } from "./vector";

const MAX_SIMILAR_PAPERS = 6;
const MAX_CANDIDATES = 200;
/** Unless the subject has only one term. */
const MIN_SHARED_TERMS = 2;

/** Counts the papers of each term. Reads a limited part of each list, so that the cost is the same in any archive. */
const COUNT_PAPERS = `
  SELECT value ->> 'term' AS "term", (SELECT COUNT(*) FROM (
    SELECT 1 FROM "SearchIndex" WHERE "SearchIndex" MATCH value ->> 'match' LIMIT ${MAX_PAPERS_PER_TERM}
  )) AS "papers" FROM json_each(?)`;

const COUNT_ARCHIVE = `
  SELECT COUNT(*) AS "papers" FROM (SELECT 1 FROM "SearchDocument" LIMIT ${MAX_ARCHIVE_COUNT})`;

/** Reads at most twelve lists, none longer than MAX_PAPERS_PER_TERM. */
const LIST_CANDIDATES = `
  SELECT d."paperId" AS "paperId", m."weight" AS "weight" FROM (
    SELECT i.rowid AS "number", SUM(t.value ->> 'weight') AS "weight", COUNT(*) AS "terms"
    FROM json_each(?) t CROSS JOIN "SearchIndex" i ON i."SearchIndex" MATCH t.value ->> 'match'
    GROUP BY 1 HAVING "weight" >= ? AND "terms" >= ?
    ORDER BY "weight" DESC, "number" DESC LIMIT ${MAX_CANDIDATES}) m
  JOIN "SearchDocument" d ON d."number" = m."number" WHERE d."paperId" <> ?
  ORDER BY m."weight" DESC, m."number" DESC`;

type Subject = SimilarText & { id: string };

const termRow = z.object({ term: z.string(), papers: integer });
const archiveRow = z.object({ papers: integer });
const candidateRow = z.object({ paperId: z.string(), weight: z.number() });
const vectorRow = z.object({ paperId: z.string(), vector: z.instanceof(Uint8Array) });

export type Candidate = z.infer<typeof candidateRow>;

const toMatches = (terms: { term: string }[]) =>
  JSON.stringify(terms.map((one) => ({ ...one, match: formatTermMatch(one.term) })));

/**
 * Returns the papers that share the heaviest terms with one, at most 200: by weight, then the newer first.
 * Reads in the worker.
 */
export async function listCandidates(subject: Subject): Promise<Candidate[]> {
  const terms = extractTerms(subject);
  const [counts = [], [archive] = []] = await queryInWorker([
    { sql: COUNT_PAPERS, parameters: [toMatches(terms)] },
    { sql: COUNT_ARCHIVE, parameters: [] },
  ]);
  const papers = new Map(parseRows(termRow, counts).map((row) => [row.term, row.papers]));
  const chosen = chooseTerms(terms, papers, archiveRow.parse(archive).papers);
  if (chosen.length === 0) return [];
  const minWeight = MIN_WEIGHT_SHARE * chosen.reduce((sum, { weight }) => sum + weight, 0);
  const minTerms = Math.min(MIN_SHARED_TERMS, chosen.length);
  const parameters = [toMatches(chosen), minWeight, minTerms, subject.id];
  const [rows = []] = await queryInWorker([{ sql: LIST_CANDIDATES, parameters }]);
  return parseRows(candidateRow, rows);
}

const LIST_VECTORS = `
  SELECT "paperId", "vector" FROM "Embedding"
  WHERE "model" = ? AND "paperId" IN (SELECT value FROM json_each(?))`;

/** Reranks candidates by their vectors; without a vector of the subject, keeps their order. By primary keys. */
async function rerankByVectors(id: string, candidates: Candidate[], model: string) {
  const ids = JSON.stringify([id, ...candidates.map(({ paperId }) => paperId)]);
  const [rows = []] = await queryInWorker([{ sql: LIST_VECTORS, parameters: [model, ids] }]);
  const vectors = new Map(
    parseRows(vectorRow, rows)
      // The vector of a text that the embedder refused is empty.
      .filter(({ vector }) => vector.length > 0)
      .map(({ paperId, vector }) => [paperId, fromBytes(vector)]),
  );
  const subject = vectors.get(id);
  return subject ? rerank(candidates, subject, vectors) : candidates;
}

/** Returns the papers most similar to one, at most six, the most similar first. */
export async function listSimilar(subject: Subject): Promise<FeedPaper[]> {
  const byTerms = await listCandidates(subject);
  const model = env().embedder?.model;
  const candidates = model ? await rerankByVectors(subject.id, byTerms, model) : byTerms;
  return listCards(
    candidates.slice(0, MAX_SIMILAR_PAPERS).map(({ paperId }) => ({ paperId, day: "" })),
  );
}
