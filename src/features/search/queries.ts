import { z } from "zod";
import { type QueryStep, queryInWorker } from "@/db/read-worker";
import { integer, parseRows, toPrefixRange } from "@/db/stored";
import { AppError } from "@/lib/errors";
import { foldText } from "@/lib/text/fold";
import { buildFacets } from "./facets";
import { toSearchTerms } from "./highlight/highlight";
import { parsePaperReference } from "./query/paper-id";
import { type Expression, normalizeQuery, parseExpression, type Term } from "./query/parse";
import { type Hits, readHits } from "./query/rows";
import {
  editsOfOne,
  type IndexWord,
  listSpellable,
  rankSuggestions,
  replaceTerms,
} from "./query/spelling";
import { buildSearchSteps, MAX_CANDIDATES } from "./query/sql";
import type { SearchResult, Sort } from "./schema";

type SearchOptions = {
  /** Counted from 0 */
  page: number;
  /** Papers per page */
  size: number;
  /** Whether a misspelled query without hits is answered with the hits of a corrected one; default true */
  corrects?: boolean;
};

/** Returns the order of the hits. A query without words has no relevance: its newest papers come first. */
export const decideSort = ({ sort, terms }: Expression): Sort => {
  if (sort && sort !== "relevance") return sort;
  return terms.some(({ not }) => !not) ? "relevance" : "new";
};

async function readSearch(expression: Expression, { page, size }: SearchOptions): Promise<Hits> {
  const steps = buildSearchSteps(expression, decideSort(expression), { from: page * size, size });
  return readHits(await queryInWorker(steps), toSearchTerms(expression));
}

/** Whether the site has a paper, by its primary key. */
async function hasPaper(id: string): Promise<boolean> {
  const sql = `SELECT 1 FROM "Paper" WHERE "id" = ?`;
  const [rows] = await queryInWorker([{ sql, parameters: [id] }]);
  return rows?.length === 1;
}

/** The words of a JSON array that the index contains. */
const WORDS_IN_LIST = `
  SELECT w.term, w.doc FROM json_each(?) j CROSS JOIN "SearchWord" w ON w.term = j.value`;

/** Words of the index with a given beginning and length; more of them would take long to compare. */
const WORDS_IN_RANGE = `SELECT term, doc FROM "SearchWord"
  WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT 2000`;

const indexWord = z.object({ term: z.string(), doc: integer });

async function listIndexWords(step: QueryStep): Promise<IndexWord[]> {
  const [rows = []] = await queryInWorker([step]);
  return parseRows(indexWord, rows);
}

const listIndexWordsAmong = (words: string[]) =>
  listIndexWords({ sql: WORDS_IN_LIST, parameters: [JSON.stringify(words)] });

/** Words of a query that are corrected. */
const MAX_CORRECTED_WORDS = 3;
const MAX_SUGGESTIONS_PER_WORD = 4;
/** A word of no more papers than this may be a misspelling in those papers. */
const MAX_PAPERS_OF_RARE_WORD = 3;
/** Letters that a misspelled word and its correction share at their beginning. */
const SHARED_LETTERS = 2;
const MAX_EDITS = 2;

/**
 * Returns the words of the index that a term may be a misspelling of, the most likely first; none if
 * enough papers contain the term itself. Looks for one edit first, then for two.
 */
async function listSuggestedWords({ text }: Term): Promise<string[]> {
  const word = foldText(text);
  const [itself] = await listIndexWordsAmong([word]);
  const papers = itself?.doc ?? 0;
  if (papers > MAX_PAPERS_OF_RARE_WORD) return [];
  const rankMoreCommon = (words: IndexWord[]) =>
    rankSuggestions(
      word,
      words.filter(({ doc }) => doc > papers),
    );
  const close = rankMoreCommon(await listIndexWordsAmong(editsOfOne(word)));
  if (close.length > 0) return close;
  const range = toPrefixRange(word.slice(0, SHARED_LETTERS));
  const lengths = [word.length - MAX_EDITS, word.length + MAX_EDITS];
  return rankMoreCommon(
    await listIndexWords({ sql: WORDS_IN_RANGE, parameters: [...range, ...lengths] }),
  );
}

type Correction = {
  /** The query with each misspelled word replaced; null if no word has a suggestion */
  corrected: string | null;
  /** The query once for each suggested word */
  suggestions: string[];
};

/** Corrects the misspelled words of a query by the words of the index. */
async function correctQuery(query: string, expression: Expression): Promise<Correction> {
  const terms = listSpellable(expression).slice(0, MAX_CORRECTED_WORDS);
  const suggested = await Promise.all(
    terms.map(async (term) => {
      const words = await listSuggestedWords(term);
      return { term, words: words.slice(0, MAX_SUGGESTIONS_PER_WORD) };
    }),
  );
  const best = suggested.flatMap(({ term, words: [word] }) => (word ? [{ term, word }] : []));
  const suggestions = suggested.flatMap(({ term, words }) =>
    words.map((word) => {
      const others = best.filter((replacement) => replacement.term !== term);
      return replaceTerms(query, [...others, { term, word }]);
    }),
  );
  return {
    corrected: best.length > 0 ? replaceTerms(query, best) : null,
    suggestions: [...new Set(suggestions)],
  };
}

/** Hits of a query of one word up to which other words are suggested. */
const MAX_HITS_OF_MISSPELLED_WORD = 3;

/** Several words narrow a search by themselves: only a query without any hit is then suspicious. */
const mayBeMisspelled = (hits: Hits, { terms }: Expression) =>
  hits.count <= (terms.length === 1 ? MAX_HITS_OF_MISSPELLED_WORD : 0);

/**
 * Returns one page of the papers that match a query; if none does, those that match the query
 * corrected by the words of the index. Reads in the worker, from SearchIndex and by primary keys, and
 * ranks a limited number of papers however many match: see query/sql.ts. Every text is a valid query.
 *
 * @throws AppError not_found past the last page
 */
export async function searchPapers(text: string, options: SearchOptions): Promise<SearchResult> {
  const query = normalizeQuery(text);
  const expression = parseExpression(query);
  const id = parsePaperReference(query);
  const paper = id && (await hasPaper(id)) ? id : null;
  const hits = await readSearch(expression, options);
  const facts = { query, paper, corrected: null, suggestions: [] };
  if (options.corrects === false || !mayBeMisspelled(hits, expression)) {
    return toResult(hits, expression, facts, options);
  }
  const { corrected, suggestions } = await correctQuery(query, expression);
  if (hits.count === 0 && corrected) {
    const meant = parseExpression(corrected);
    const correctedHits = await readSearch(meant, options);
    if (correctedHits.count > 0) {
      return toResult(correctedHits, meant, { query, paper, corrected, suggestions }, options);
    }
  }
  return toResult(hits, expression, { ...facts, suggestions }, options);
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
    matches: { count, more: hits.count > MAX_CANDIDATES },
    sample: hits.sample,
    facets: buildFacets(hits, facts.corrected ?? facts.query),
    searchTerms: toSearchTerms(expression),
    notes: expression.notes,
  };
}
