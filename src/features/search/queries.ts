import { readAside } from "@/db/aside";
import { AppError } from "@/lib/errors";
import { cleanQuery, type Expression, parseExpression } from "./expression";
import { facetsOf } from "./facets";
import { wantedOf } from "./mark";
import { paperIdOf } from "./paper-id";
import { type Hits, readHits } from "./rows";
import type { SearchResult, Sort } from "./schema";
import { CANDIDATES, searchSteps } from "./statement";

export type SearchOptions = {
  /** From 0 */
  page: number;
  /** Papers a page */
  size: number;
  now: Date;
};

/** Words that nothing ranks by are listed by date. */
export const sortOf = ({ sort, terms }: Expression): Sort => {
  const ranked = terms.some(({ not }) => !not);
  if (sort === "relevance" || !sort) return ranked ? "relevance" : "new";
  return sort;
};

async function readSearch(expression: Expression, { page, size }: SearchOptions): Promise<Hits> {
  const steps = searchSteps(expression, sortOf(expression), { from: page * size, size });
  return readHits(await readAside(steps), wantedOf(expression));
}

/** Whether a paper is here, by its primary key. */
async function isHere(id: string): Promise<boolean> {
  const [rows] = await readAside([
    { sql: `SELECT 1 FROM "Paper" WHERE "id" = ?`, parameters: [id] },
  ]);
  return rows?.length === 1;
}

/**
 * Papers that a query finds, a page of them. All reads happen beside the event loop, by SearchIndex
 * and primary keys; however many papers match, at most 2,000 are ranked: see statement.ts. Whatever
 * is typed is a query.
 *
 * @throws AppError not_found past the last page
 */
export async function searchPapers(text: string, options: SearchOptions): Promise<SearchResult> {
  const query = cleanQuery(text);
  const { page, size } = options;
  const expression = parseExpression(query);
  const id = paperIdOf(query);
  const paper = id && (await isHere(id)) ? id : null;
  const hits = await readSearch(expression, options);
  const count = Math.min(hits.count, CANDIDATES);
  const pages = Math.max(1, Math.ceil(count / size));
  if (page >= pages) throw new AppError("not_found", "There is no such page.");
  return {
    view: { kind: "search", query },
    period: null,
    previous: null,
    next: null,
    query,
    sort: sortOf(expression),
    papers: hits.papers,
    page,
    pages,
    total: count,
    found: { count, more: hits.count > CANDIDATES },
    sample: hits.sample,
    facets: facetsOf(hits, query),
    wanted: wantedOf(expression),
    corrected: null,
    near: [],
    paper,
    notes: expression.notes,
  };
}
