import type { QueryParameter, QueryStep } from "@/db/read-worker";
import type { Sort } from "@/features/search/schema";
import { SEARCH_STOP_WORDS } from "@/lib/text/stop-words";
import { toMatch, toOpenTermMatch, toWordsMatch } from "./fts-match";
import type { Expression, Term } from "./parse";

/** Matches that are ranked and counted at most: the newest, or the first in the order of the query. */
export const MAX_CANDIDATES = 600;
/** With more matches than candidates, only this many of the most upvoted or trending papers are considered. */
const MAX_TOP_PAPERS = 20_000;

/** The title weighs most, then authors; tags don't count. */
const RANK = 'bm25("SearchIndex", 10, 5, 1, 1, 1, 0)';

/** The columns of SearchDocument, each with an index, that the other orders sort by. */
const ORDER_COLUMN = { top: "upvotes", trending: "score" } as const;

const toSeconds = (day: string) => Date.parse(`${day}T00:00:00.000Z`) / 1000;

type Sql = { sql: string; parameters: QueryParameter[] };

/**
 * Formats a MATCH in which the last word may be the beginning of a longer word. If more papers contain the
 * last word itself than are ranked, it is only matched as it is: merging the lists of all words that begin
 * with it would take ten times as long.
 */
function buildMatch(expression: Expression, match: (prefix: boolean) => string): Sql {
  const openTerm = toOpenTermMatch(expression);
  if (openTerm === null) return { sql: '"SearchIndex" MATCH ?', parameters: [match(false)] };
  return {
    sql: `"SearchIndex" MATCH (SELECT CASE WHEN count(*) > ${MAX_CANDIDATES} THEN ? ELSE ? END FROM (
      SELECT 1 FROM "SearchIndex" WHERE "SearchIndex" MATCH ? LIMIT ${MAX_CANDIDATES + 1}))`,
    parameters: [match(false), match(true), openTerm],
  };
}

/** Days become ranges of row numbers. A submitter has few papers, which are looked up for each match. */
function buildConditions({ after, before, filters }: Expression): Sql {
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
      ...[after, before].flatMap((day) => (day ? [toSeconds(day)] : [])),
      ...submitters.map(({ value }) => value),
    ],
  };
}

/** Formats the hits of an expression as FROM with WHERE. */
function fromHits(expression: Expression, columns = ""): Sql {
  const match = buildMatch(expression, (prefix) => toMatch(expression, { columns, prefix }));
  const conditions = buildConditions(expression);
  return {
    sql: `FROM "SearchIndex" WHERE ${match.sql}${conditions.sql}`,
    parameters: [...match.parameters, ...conditions.parameters],
  };
}

const isStopWord = ({ text, phrase, field }: Term) =>
  field === "any" && !phrase && SEARCH_STOP_WORDS.has(text.toLowerCase());

/** The row numbers of SearchIndex grow with the date of publication. */
const NEWEST_FIRST = `ORDER BY rowid DESC LIMIT ${MAX_CANDIDATES + 1}`;

/**
 * Formats a table of hits with their rank. bm25 counts the papers of each word in its MATCH, which takes a
 * millisecond for 20,000 of them. Filters and stop words occur in many papers and don't matter for
 * relevance: with any of them, one statement finds the hits and another ranks them by the other words.
 */
function buildRankedHits(expression: Expression, name: string, columns = "", only = ""): Sql {
  const { sql, parameters } = fromHits(expression, columns);
  const distinctive = expression.terms.filter((term) => !isStopWord(term));
  const ranking = distinctive.some(({ not }) => !not) ? distinctive : expression.terms;
  const ranksByAll = ranking.length === expression.terms.length && !ranking.some(({ not }) => not);
  if (ranksByAll && expression.filters.length === 0) {
    return {
      sql: `"${name}" AS MATERIALIZED (SELECT rowid AS "number", ${RANK} AS "rank" ${sql}${only} ${NEWEST_FIRST})`,
      parameters,
    };
  }
  const words = buildMatch(expression, (prefix) =>
    toWordsMatch({ ...expression, terms: ranking }, { columns, prefix }),
  );
  return {
    sql: `"${name} hits" AS MATERIALIZED (SELECT rowid AS "number" ${sql}${only} ${NEWEST_FIRST}),
      "${name}" AS MATERIALIZED (SELECT rowid AS "number", ${RANK} AS "rank" FROM "SearchIndex"
        WHERE ${words.sql} AND +rowid IN (SELECT "number" FROM "${name} hits")
        AND rowid >= (SELECT min("number") FROM "${name} hits"))`,
    parameters: [...parameters, ...words.parameters],
  };
}

/**
 * Formats the candidates by relevance: the newest hits and, if there are more, also the newest hits by
 * title alone, so that an old paper is found by its title.
 */
function buildCandidatesByRelevance(expression: Expression): Sql {
  const newest = buildRankedHits(expression, "newest");
  const isMore = ` AND (SELECT count(*) FROM "newest") > ${MAX_CANDIDATES}`;
  const named = buildRankedHits(expression, "named", "{title} : ", isMore);
  return {
    sql: `${newest.sql}, ${named.sql},
      "candidate" AS MATERIALIZED (SELECT "number", "rank" FROM "newest" UNION ALL
        SELECT "number", "rank" FROM "named" WHERE "number" NOT IN (SELECT "number" FROM "newest"))`,
    parameters: [...newest.parameters, ...named.parameters],
  };
}

/** Formats the first hits by a column; if there are too many hits, only those among the top papers. */
function buildCandidatesByColumn(expression: Expression, column: string): Sql {
  const { sql, parameters } = fromHits(expression);
  return {
    sql: `"more" AS MATERIALIZED (SELECT count(*) > ${MAX_CANDIDATES} AS "tooMany" FROM (
        SELECT 1 ${sql} LIMIT ${MAX_CANDIDATES + 1})),
      "candidate" AS MATERIALIZED (
        SELECT d."number", -d."${column}" AS "rank" FROM (SELECT rowid AS "number" ${sql} AND (
          NOT (SELECT "tooMany" FROM "more") OR +rowid IN (
            SELECT "number" FROM "SearchDocument" ORDER BY "${column}" DESC, "number" DESC LIMIT ${MAX_TOP_PAPERS}))) f
        CROSS JOIN "SearchDocument" d ON d."number" = f."number"
        ORDER BY d."${column}" DESC, d."number" DESC LIMIT ${MAX_CANDIDATES + 1})`,
    parameters: [...parameters, ...parameters],
  };
}

/** Formats the candidates (number, rank), of which a lower rank is better: at most one more than is counted. */
function buildCandidates(expression: Expression, sort: Sort): Sql {
  if (sort === "relevance") return buildCandidatesByRelevance(expression);
  if (sort !== "new") return buildCandidatesByColumn(expression, ORDER_COLUMN[sort]);
  const { sql, parameters } = fromHits(expression);
  return {
    sql: `"candidate" AS MATERIALIZED (SELECT rowid AS "number", -rowid AS "rank" ${sql} ${NEWEST_FIRST})`,
    parameters,
  };
}

const FACETS = `SELECT 'category', "value", "count", NULL, NULL FROM (
    SELECT d."category" AS "value", count(*) AS "count" FROM "candidate" c
    JOIN "SearchDocument" d ON d."number" = c."number" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12)
  UNION ALL SELECT 'organization', "value", "count", NULL, "value" FROM (
    SELECT d."organizationId" AS "value", count(*) AS "count" FROM "candidate" c
    JOIN "SearchDocument" d ON d."number" = c."number" WHERE d."organizationId" IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12)
  UNION ALL SELECT 'year', strftime('%Y', "number", 'unixepoch'), count(*), NULL, NULL FROM "candidate" GROUP BY 2
  UNION ALL SELECT 'all', NULL, count(*), NULL, NULL FROM "candidate"`;

/**
 * Reads the rows of one search: kind "paper" with the numbers of one page, in order; "category",
 * "organization" and "year" with their counts; and "all" with the number of candidates.
 */
function buildHitsStep(
  expression: Expression,
  sort: Sort,
  page: { from: number; size: number },
): QueryStep {
  const { sql, parameters } = buildCandidates(expression, sort);
  return {
    sql: `WITH ${sql}
      SELECT 'paper' AS "kind", NULL AS "value", 0 AS "count", "number" AS "paper", NULL AS "organization" FROM (
        SELECT "number" FROM "candidate" ORDER BY "rank", "number" DESC LIMIT ? OFFSET ?)
      UNION ALL ${FACETS}`,
    parameters: [...parameters, page.size, page.from],
  };
}

/** Reads the cards of the papers of step 0. By primary keys. */
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

/** Reads the names of the organizations that step 0 counted. By primary keys. */
const ORGANIZATIONS: QueryStep = {
  sql: `SELECT o."id", o."name", o."fullname" FROM json_each(?) n JOIN "Organization" o ON o."id" = n.value`,
  parameters: [{ step: 0, column: "organization" }],
};

/** Builds the statements of one search, for one message to the worker. */
export const buildSearchSteps = (
  expression: Expression,
  sort: Sort,
  page: { from: number; size: number },
): QueryStep[] => [buildHitsStep(expression, sort, page), CARDS, ORGANIZATIONS];
