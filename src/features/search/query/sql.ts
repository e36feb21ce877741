import type { QueryParameter, QueryStep } from "@/db/read-worker";
import type { Sort } from "@/features/search/schema";
import { SEARCH_STOP_WORDS } from "@/lib/stop-words";
import { toEndMatch, toMatch, toWordsMatch } from "./fts-match";
import type { Expression, Term } from "./parse";

/** So many matches are ranked and counted at most: the newest, or the first in the order asked for. */
export const MAX_CANDIDATES = 600;
/** Where more match, so many of the most upvoted or trending papers are looked through. */
const FOREMOST = 20_000;

/** Title above authors above the rest; tags tell nothing about relevance. */
const RANK = 'bm25("SearchIndex", 10, 5, 1, 1, 1, 0)';

/** The columns that give an order of its own, which indexes of SearchDocument hold. */
const ORDER_COLUMN = { top: "upvotes", trending: "score" } as const;

const seconds = (day: string) => Date.parse(`${day}T00:00:00.000Z`) / 1000;

type Sql = { sql: string; parameters: QueryParameter[] };

/** A match, whose last word may be the beginning of one, unless it is common as it stands: its own
 * papers are then more than are ranked, and to put the lists of all words that begin with it together
 * takes ten times as long. */
function matching(expression: Expression, match: (prefix: boolean) => string): Sql {
  const end = toEndMatch(expression);
  if (end === null) return { sql: '"SearchIndex" MATCH ?', parameters: [match(false)] };
  return {
    sql: `"SearchIndex" MATCH (SELECT CASE WHEN count(*) > ${MAX_CANDIDATES} THEN ? ELSE ? END FROM (
      SELECT 1 FROM "SearchIndex" WHERE "SearchIndex" MATCH ? LIMIT ${MAX_CANDIDATES + 1}))`,
    parameters: [match(false), match(true), end],
  };
}

/** Days are ranges of row numbers; a submitter's papers are few, and looked up for each match. */
function narrowing({ after, before, filters }: Expression): Sql {
  const submitters = filters.filter(({ kind }) => kind === "by");
  return {
    sql: [
      after ? " AND rowid >= ?" : "",
      before ? " AND rowid < ?" : "",
      ...submitters.map(
        ({ not }) => ` AND +rowid ${not ? "NOT " : ""}IN (
          SELECT d."number" FROM "Listing" l JOIN "SearchDocument" d ON d."paperId" = l."paperId"
          WHERE l."submitterName" = ?)`,
      ),
    ].join(""),
    parameters: [
      ...[after, before].flatMap((day) => (day ? [seconds(day)] : [])),
      ...submitters.map(({ value }) => value),
    ],
  };
}

/** The hits of an expression, as a FROM with its WHERE. */
function hits(expression: Expression, columns = ""): Sql {
  const match = matching(expression, (prefix) => toMatch(expression, { columns, prefix }));
  const narrow = narrowing(expression);
  return {
    sql: `FROM "SearchIndex" WHERE ${match.sql}${narrow.sql}`,
    parameters: [...match.parameters, ...narrow.parameters],
  };
}

const isStopWord = ({ text, phrase, field }: Term) =>
  field === "any" && !phrase && SEARCH_STOP_WORDS.has(text.toLowerCase());

const NEWEST = `ORDER BY rowid DESC LIMIT ${MAX_CANDIDATES + 1}`;

/** bm25 counts how many papers hold each word of its match, a millisecond for each 20,000. Filters and
 * stop words stand in many and say nothing about relevance, so where there are any the hits are found
 * first and then ranked by the other words alone. */
function ranked(expression: Expression, name: string, columns = "", only = ""): Sql {
  const { sql, parameters } = hits(expression, columns);
  const telling = expression.terms.filter((term) => !isStopWord(term));
  const ranking = telling.some(({ not }) => !not) ? telling : expression.terms;
  const isWhole = ranking.length === expression.terms.length && !ranking.some(({ not }) => not);
  if (isWhole && expression.filters.length === 0) {
    return {
      sql: `"${name}" AS MATERIALIZED (SELECT rowid AS "number", ${RANK} AS "rank" ${sql}${only} ${NEWEST})`,
      parameters,
    };
  }
  const words = matching(expression, (prefix) =>
    toWordsMatch({ ...expression, terms: ranking }, { columns, prefix }),
  );
  return {
    sql: `"${name} found" AS MATERIALIZED (SELECT rowid AS "number" ${sql}${only} ${NEWEST}),
      "${name}" AS MATERIALIZED (SELECT rowid AS "number", ${RANK} AS "rank" FROM "SearchIndex"
        WHERE ${words.sql} AND +rowid IN (SELECT "number" FROM "${name} found")
        AND rowid >= (SELECT min("number") FROM "${name} found"))`,
    parameters: [...parameters, ...words.parameters],
  };
}

/** The newest hits, and where those aren't all, also the newest of those that the title alone makes
 * one, so that an old paper is found by its name. */
function byRelevance(expression: Expression): Sql {
  const newest = ranked(expression, "newest");
  const isMore = ` AND (SELECT count(*) FROM "newest") > ${MAX_CANDIDATES}`;
  const named = ranked(expression, "named", "{title} : ", isMore);
  return {
    sql: `${newest.sql}, ${named.sql},
      "candidate" AS MATERIALIZED (SELECT "number", "rank" FROM "newest" UNION ALL
        SELECT "number", "rank" FROM "named" WHERE "number" NOT IN (SELECT "number" FROM "newest"))`,
    parameters: [...newest.parameters, ...named.parameters],
  };
}

/** The first hits by a column; where there are more than are listed, those among the foremost papers. */
function byColumn(expression: Expression, column: string): Sql {
  const { sql, parameters } = hits(expression);
  return {
    sql: `"more" AS MATERIALIZED (SELECT count(*) > ${MAX_CANDIDATES} AS "so" FROM (
        SELECT 1 ${sql} LIMIT ${MAX_CANDIDATES + 1})),
      "candidate" AS MATERIALIZED (
        SELECT d."number", -d."${column}" AS "rank" FROM (SELECT rowid AS "number" ${sql} AND (
          NOT (SELECT "so" FROM "more") OR +rowid IN (
            SELECT "number" FROM "SearchDocument" ORDER BY "${column}" DESC, "number" DESC LIMIT ${FOREMOST}))) f
        CROSS JOIN "SearchDocument" d ON d."number" = f."number"
        ORDER BY d."${column}" DESC, d."number" DESC LIMIT ${MAX_CANDIDATES + 1})`,
    parameters: [...parameters, ...parameters],
  };
}

/** The candidates: rows (number, rank), least rank first, one more than are counted where there are more. */
function candidates(expression: Expression, sort: Sort): Sql {
  if (sort === "relevance") return byRelevance(expression);
  if (sort !== "new") return byColumn(expression, ORDER_COLUMN[sort]);
  const { sql, parameters } = hits(expression);
  return {
    sql: `"candidate" AS MATERIALIZED (SELECT rowid AS "number", -rowid AS "rank" ${sql} ${NEWEST})`,
    parameters,
  };
}

const FACET = `SELECT 'category', "value", "count", NULL, NULL FROM (
    SELECT d."category" AS "value", count(*) AS "count" FROM "candidate" c
    JOIN "SearchDocument" d ON d."number" = c."number" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12)
  UNION ALL SELECT 'organization', "value", "count", NULL, "value" FROM (
    SELECT d."organizationId" AS "value", count(*) AS "count" FROM "candidate" c
    JOIN "SearchDocument" d ON d."number" = c."number" WHERE d."organizationId" IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12)
  UNION ALL SELECT 'year', strftime('%Y', "number", 'unixepoch'), count(*), NULL, NULL FROM "candidate" GROUP BY 2
  UNION ALL SELECT 'all', NULL, count(*), NULL, NULL FROM "candidate"`;

/**
 * The rows of one search: kind "paper" with a number each, in order, of the page asked for; then
 * "category", "organization" and "year" with their counts; "all" with how many candidates there are.
 */
function hitsStep(
  expression: Expression,
  sort: Sort,
  page: { from: number; size: number },
): QueryStep {
  const { sql, parameters } = candidates(expression, sort);
  return {
    sql: `WITH ${sql}
      SELECT 'paper' AS "kind", NULL AS "value", 0 AS "count", "number" AS "paper", NULL AS "organization" FROM (
        SELECT "number" FROM "candidate" ORDER BY "rank", "number" DESC LIMIT ? OFFSET ?)
      UNION ALL ${FACET}`,
    parameters: [...parameters, page.size, page.from],
  };
}

/** The cards of the papers that step 0 read. By primary keys. */
const CARDS: QueryStep = {
  sql: `SELECT d."number", p."id", p."title", p."summary", p."publishedAt", p."revisedAt", p."githubRepo",
      p."githubStars", p."authorNames" AS "authors", p."authorCount", p."categories", p."keywords", p."sample",
      o."fullname" AS "organization", COALESCE(l."day", p."day") AS "day", p."upvotes",
      COALESCE(l."comments", p."comments") AS "comments",
      COALESCE(NULLIF(l."submitterFullname", ''), l."submitterName") AS "submitter",
      o."name" AS "organizationName", l."submitterName" AS "submitterName"
    FROM json_each(?) n JOIN "SearchDocument" d ON d."number" = n.value
    JOIN "Paper" p ON p."id" = d."paperId"
    LEFT JOIN "Organization" o ON o."id" = p."organizationId"
    LEFT JOIN "Listing" l ON l."paperId" = p."id" AND l."day" = p."newestDay"
    ORDER BY n.key`,
  parameters: [{ step: 0, column: "paper" }],
};

/** The names of the organisations that step 0 counted. By primary keys. */
const ORGANIZATIONS: QueryStep = {
  sql: `SELECT o."id", o."name", o."fullname" FROM json_each(?) n JOIN "Organization" o ON o."id" = n.value`,
  parameters: [{ step: 0, column: "organization" }],
};

/** All that one search reads, in one message to the thread. */
export const searchSteps = (
  expression: Expression,
  sort: Sort,
  page: { from: number; size: number },
): QueryStep[] => [hitsStep(expression, sort, page), CARDS, ORGANIZATIONS];
