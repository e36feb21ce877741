import { queryInWorker } from "@/db/read-worker";
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

const SHOWN = 6;
const CANDIDATES = 200;

/** Each list of the index is read to a fixed length only, so that it costs the same in any archive. */
const COUNT = `
  SELECT value ->> 'term' AS "term", (SELECT COUNT(*) FROM (
    SELECT 1 FROM "SearchIndex" WHERE "SearchIndex" MATCH value ->> 'match' LIMIT ${MAX_PAPERS_PER_TERM}
  )) AS "papers" FROM json_each(?)`;

const ARCHIVE = `
  SELECT COUNT(*) AS "papers" FROM (SELECT 1 FROM "SearchDocument" LIMIT ${MAX_ARCHIVE_COUNT})`;

/** At most twelve lists, none longer than MOST_PAPERS. Two terms in common are the least, of two or more. */
const CANDIDATE = `
  SELECT d."paperId" AS "paperId", m."weight" AS "weight" FROM (
    SELECT i.rowid AS "number", SUM(t.value ->> 'weight') AS "weight", COUNT(*) AS "terms"
    FROM json_each(?) t CROSS JOIN "SearchIndex" i ON i."SearchIndex" MATCH t.value ->> 'match'
    GROUP BY 1 HAVING "weight" >= ? AND "terms" >= ?
    ORDER BY "weight" DESC, "number" DESC LIMIT ${CANDIDATES}) m
  JOIN "SearchDocument" d ON d."number" = m."number" WHERE d."paperId" <> ?
  ORDER BY m."weight" DESC, m."number" DESC`;

type Subject = SimilarText & { id: string };
export type Candidate = { paperId: string; weight: number };

const toMatches = (terms: { term: string }[]) =>
  JSON.stringify(terms.map((one) => ({ ...one, match: formatTermMatch(one.term) })));

/** The papers that share most with one, by weight, then the newer first; at most two hundred. Beside the event loop. */
export async function listCandidates(subject: Subject): Promise<Candidate[]> {
  const terms = extractTerms(subject);
  const [counts = [], [archive] = []] = await queryInWorker([
    { sql: COUNT, parameters: [toMatches(terms)] },
    { sql: ARCHIVE, parameters: [] },
  ]);
  const papers = new Map(counts.map((row) => [String(row.term), Number(row.papers)]));
  const telling = chooseTerms(terms, papers, Number(archive?.papers ?? 0));
  if (telling.length === 0) return [];
  const least = MIN_WEIGHT_SHARE * telling.reduce((sum, { weight }) => sum + weight, 0);
  const [rows = []] = await queryInWorker([
    {
      sql: CANDIDATE,
      parameters: [toMatches(telling), least, Math.min(2, telling.length), subject.id],
    },
  ]);
  return rows.map((row) => ({ paperId: String(row.paperId), weight: Number(row.weight) }));
}

const VECTORS = `
  SELECT "paperId", "vector" FROM "Embedding"
  WHERE "model" = ? AND "paperId" IN (SELECT value FROM json_each(?))`;

/** The candidates as their vectors by a model order them too; as they are where the subject has none. By primary keys. */
async function orderByVectors(id: string, candidates: Candidate[], model: string) {
  const ids = JSON.stringify([id, ...candidates.map(({ paperId }) => paperId)]);
  const [rows = []] = await queryInWorker([{ sql: VECTORS, parameters: [model, ids] }]);
  const vectors = new Map(
    rows.flatMap(({ paperId, vector }): [string, Float32Array][] =>
      // An empty one stands for a text that the embedder refused.
      vector instanceof Uint8Array && vector.length > 0
        ? [[String(paperId), fromBytes(vector)]]
        : [],
    ),
  );
  const subject = vectors.get(id);
  return subject ? rerank(candidates, subject, vectors) : candidates;
}

/** The six papers most similar to one, the most similar first; fewer where there are none. */
export async function listSimilar(subject: Subject): Promise<FeedPaper[]> {
  const found = await listCandidates(subject);
  const model = env().embedder?.model;
  const candidates = model ? await orderByVectors(subject.id, found, model) : found;
  return listCards(candidates.slice(0, SHOWN).map(({ paperId }) => ({ paperId, day: "" })));
}
