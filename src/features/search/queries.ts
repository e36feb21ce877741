import { type QueryStep, queryInWorker, type Row } from "@/db/read-worker";
import { AppError } from "@/lib/errors";
import { buildFacets } from "./facets";
import { fold, toSearchTerms } from "./highlight/highlight";
import { parsePaperReference } from "./query/paper-id";
import { type Expression, normalizeQuery, parseExpression, type Term } from "./query/parse";
import { type Hits, readHits } from "./query/rows";
import {
  editsOfOne,
  type Known,
  listSpellable,
  rankSuggestions,
  replaceTerms,
} from "./query/spelling";
import { MAX_CANDIDATES, searchSteps } from "./query/sql";
import type { SearchResult, Sort } from "./schema";

export type SearchOptions = {
  /** From 0 */
  page: number;
  /** Papers a page */
  size: number;
  now: Date;
  /** Whether a misspelt query may be answered as what it was meant for; by default it is */
  corrects?: boolean;
};

/** Nothing ranks where no word is asked for: the newest come first. */
export const decideSort = ({ sort, terms }: Expression): Sort => {
  if (sort && sort !== "relevance") return sort;
  return terms.some(({ not }) => !not) ? "relevance" : "new";
};

async function readSearch(expression: Expression, { page, size }: SearchOptions): Promise<Hits> {
  const steps = searchSteps(expression, decideSort(expression), { from: page * size, size });
  return readHits(await queryInWorker(steps), toSearchTerms(expression));
}

/** Whether a paper is here, by its primary key. */
async function isHere(id: string): Promise<boolean> {
  const sql = `SELECT 1 FROM "Paper" WHERE "id" = ?`;
  const [rows] = await queryInWorker([{ sql, parameters: [id] }]);
  return rows?.length === 1;
}

const toKnown = (row: Row): Known => ({ term: String(row.term), doc: Number(row.doc) });
const KNOWN = `SELECT w.term, w.doc FROM json_each(?) j CROSS JOIN "SearchWord" w ON w.term = j.value`;
/** As long as a word two slips away is, and no more than are soon compared. */
const BEGINNING = `SELECT term, doc FROM "SearchWord"
  WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT 2000`;
/** So many words of a query are looked after. */
const MOST_MENDED = 3;
/** A word in so few papers may be a slip of their authors. */
const RARE = 3;

/** Words of the index that a term may have been meant for, the likeliest first; of a word that isn't rare none. */
async function listNearWords({ text }: Term): Promise<string[]> {
  const word = fold(text);
  const listKnown = async (step: QueryStep) => (await queryInWorker([step])).flat().map(toKnown);
  const among = (words: string[]): QueryStep => ({
    sql: KNOWN,
    parameters: [JSON.stringify(words)],
  });
  const [itself] = await listKnown(among([word]));
  const holding = itself?.doc ?? 0;
  if (holding > RARE) return [];
  const nearestOf = async (step: QueryStep) =>
    rankSuggestions(
      word,
      (await listKnown(step)).filter(({ doc }) => doc > holding),
    );
  const near = await nearestOf(among(editsOfOne(word)));
  if (near.length > 0) return near;
  const beginning = word.slice(0, 2);
  const lengths = [word.length - 2, word.length + 2];
  const parameters = [beginning, `${beginning}\u{10ffff}`, ...lengths];
  return nearestOf({ sql: BEGINNING, parameters });
}

/** The query with each misspelt word mended, and queries with other near words. By the index's words. */
async function respell(query: string, expression: Expression) {
  const terms = listSpellable(expression).slice(0, MOST_MENDED);
  const near = await Promise.all(
    terms.map(async (term) => ({ term, words: (await listNearWords(term)).slice(0, 4) })),
  );
  const changes = near.flatMap(({ term, words: [word] }) => (word ? [{ term, word }] : []));
  const others = near.flatMap(({ term, words }) =>
    words.map((word) => {
      const rest = changes.filter((change) => change.term !== term);
      return replaceTerms(query, [...rest, { term, word }]);
    }),
  );
  return {
    mended: changes.length ? replaceTerms(query, changes) : null,
    near: [...new Set(others)],
  };
}

/** So few hits of one word make one ask whether another was meant; several words narrow by themselves. */
const FEW = 3;

const mayBeMisspelt = (hits: Hits, { terms }: Expression) =>
  hits.count <= (terms.length === 1 ? FEW : 0);

/**
 * Papers that a query finds, a page of them; where a misspelt one finds none, what the corpus's own
 * words make of it. All is read beside the event loop, from SearchIndex and by primary keys, and
 * however many papers match, only some are ranked: see statement.ts. Whatever is typed is a query.
 *
 * @throws AppError not_found past the last page
 */
export async function searchPapers(text: string, options: SearchOptions): Promise<SearchResult> {
  const query = normalizeQuery(text);
  const expression = parseExpression(query);
  const id = parsePaperReference(query);
  const paper = id && (await isHere(id)) ? id : null;
  const hits = await readSearch(expression, options);
  const facts = { query, paper, corrected: null, suggestions: [] };
  if (options.corrects === false || !mayBeMisspelt(hits, expression))
    return toResult(hits, expression, facts, options);

  const { mended, near } = await respell(query, expression);
  if (hits.count === 0 && mended) {
    const meant = parseExpression(mended);
    const found = await readSearch(meant, options);
    if (found.count > 0)
      return toResult(found, meant, { ...facts, corrected: mended, suggestions: near }, options);
  }
  return toResult(hits, expression, { ...facts, suggestions: near }, options);
}

type Facts = Pick<SearchResult, "query" | "paper" | "corrected" | "suggestions">;

function toResult(
  hits: Hits,
  expression: Expression,
  facts: Facts,
  { page, size }: SearchOptions,
): SearchResult {
  const count = Math.min(hits.count, MAX_CANDIDATES);
  const pages = Math.max(1, Math.ceil(count / size));
  if (page >= pages) throw new AppError("not_found", "There is no such page.");
  return {
    ...facts,
    view: { kind: "search", query: facts.query },
    period: null,
    previous: null,
    next: null,
    sort: decideSort(expression),
    papers: hits.papers,
    page,
    pages,
    total: count,
    found: { count, more: hits.count > MAX_CANDIDATES },
    sample: hits.sample,
    facets: buildFacets(hits, facts.corrected ?? facts.query),
    searchTerms: toSearchTerms(expression),
    notes: expression.notes,
  };
}
