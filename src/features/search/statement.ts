import type { Parameter, Step } from "@/db/aside";
import type { Expression } from "./expression";
import { toMatch } from "./match";
import type { Sort } from "./schema";

/** So many matches are ranked and counted at most: the newest, or the first in the order asked for. */
export const CANDIDATES = 5_000;
/** Where more match, so many of the most upvoted or trending papers are looked through. */
const FOREMOST = 20_000;

/** Title above authors above the rest; tags tell nothing about relevance. */
const RANK = 'bm25("SearchIndex", 10, 5, 1, 1, 1, 0)';

/** The columns that give an order of its own, which indexes of SearchDocument hold. */
const ORDER_COLUMN = { top: "upvotes", trending: "score" } as const;

const seconds = (day: string) => Date.parse(`${day}T00:00:00.000Z`) / 1000;

type Sql = { sql: string; parameters: Parameter[] };

/**
 * The condition that a row of SearchIndex is a hit. The last word may be the beginning of one, unless
 * it is common as it stands: then its own papers are more than anybody reads, and putting together
 * the lists of all words that begin with it takes ten times as long.
 */
function condition(expression: Expression, columns: string): Sql {
  const plain = toMatch(expression, { prefix: false, columns });
  const open = toMatch(expression, { prefix: true, columns });
  const parameters: Parameter[] = [];
  let sql: string;
  if (open.last === null) {
    sql = '"SearchIndex" MATCH ?';
    parameters.push(plain.match);
  } else {
    sql = `"SearchIndex" MATCH (SELECT CASE WHEN count(*) > ${CANDIDATES} THEN ? ELSE ? END FROM (
      SELECT 1 FROM "SearchIndex" WHERE "SearchIndex" MATCH ? LIMIT ${CANDIDATES + 1}))`;
    parameters.push(plain.match, open.match, open.last);
  }
  if (expression.after) {
    sql += " AND rowid >= ?";
    parameters.push(seconds(expression.after));
  }
  if (expression.before) {
    sql += " AND rowid < ?";
    parameters.push(seconds(expression.before));
  }
  for (const { kind, value, not } of expression.filters) {
    if (kind !== "by") continue;
    sql += ` AND +rowid ${not ? "NOT " : ""}IN (
      SELECT d."number" FROM "Listing" l JOIN "SearchDocument" d ON d."paperId" = l."paperId"
      WHERE l."submitterName" = ?)`;
    parameters.push(value);
  }
  return { sql, parameters };
}

/**
 * The candidates as rows (number, rank), one more than are ranked where there are more, least rank
 * first. By relevance: the newest matches, and where those aren't all, also the newest of those whose
 * title alone matches, so that an old paper is found by its name.
 */
function candidates(expression: Expression, sort: Sort): Sql {
  const all = condition(expression, "");
  const limit = `ORDER BY rowid DESC LIMIT ${CANDIDATES + 1}`;
  const newest = `SELECT rowid AS "number", ${sort === "new" ? "-rowid" : RANK} AS "rank"
    FROM "SearchIndex" WHERE ${all.sql} ${limit}`;
  if (sort === "new") {
    return { sql: `"candidate" AS MATERIALIZED (${newest})`, parameters: all.parameters };
  }
  if (sort === "relevance") {
    const named = condition(expression, "{title} : ");
    return {
      sql: `"newest" AS MATERIALIZED (${newest}),
        "named" AS MATERIALIZED (SELECT rowid AS "number", ${RANK} AS "rank" FROM "SearchIndex"
          WHERE ${named.sql} AND (SELECT count(*) FROM "newest") > ${CANDIDATES} ${limit}),
        "candidate" AS MATERIALIZED (SELECT "number", "rank" FROM "newest" UNION ALL
          SELECT "number", "rank" FROM "named" WHERE "number" NOT IN (SELECT "number" FROM "newest"))`,
      parameters: [...all.parameters, ...named.parameters],
    };
  }
  const column = ORDER_COLUMN[sort];
  return {
    sql: `"more" AS MATERIALIZED (SELECT count(*) > ${CANDIDATES} AS "so" FROM (
        SELECT 1 FROM "SearchIndex" WHERE ${all.sql} LIMIT ${CANDIDATES + 1})),
      "candidate" AS MATERIALIZED (
        SELECT d."number", -d."${column}" AS "rank" FROM "SearchDocument" d
        WHERE d."number" IN (SELECT rowid FROM "SearchIndex" WHERE ${all.sql} AND (
          NOT (SELECT "so" FROM "more") OR +rowid IN (
            SELECT "number" FROM "SearchDocument" ORDER BY "${column}" DESC, "number" DESC LIMIT ${FOREMOST})))
        ORDER BY d."${column}" DESC, d."number" DESC LIMIT ${CANDIDATES + 1})`,
    parameters: [...all.parameters, ...all.parameters],
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
function hitsStep(expression: Expression, sort: Sort, page: { from: number; size: number }): Step {
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
const CARDS: Step = {
  sql: `SELECT d."number", p."id", p."title", p."summary", p."publishedAt", p."revisedAt", p."githubRepo",
      p."githubStars", p."authorNames" AS "authors", p."authorCount", p."categories", p."keywords", p."sample",
      o."fullname" AS "organization", COALESCE(l."day", p."day") AS "day", p."upvotes",
      COALESCE(l."comments", p."comments") AS "comments",
      COALESCE(NULLIF(l."submitterFullname", ''), l."submitterName") AS "submitter"
    FROM json_each(?) n JOIN "SearchDocument" d ON d."number" = n.value
    JOIN "Paper" p ON p."id" = d."paperId"
    LEFT JOIN "Organization" o ON o."id" = p."organizationId"
    LEFT JOIN "Listing" l ON l."paperId" = p."id" AND l."day" = p."newestDay"
    ORDER BY n.key`,
  parameters: [{ step: 0, column: "paper" }],
};

/** The names of the organisations that step 0 counted. By primary keys. */
const ORGANIZATIONS: Step = {
  sql: `SELECT o."id", o."name", o."fullname" FROM json_each(?) n JOIN "Organization" o ON o."id" = n.value`,
  parameters: [{ step: 0, column: "organization" }],
};

/** All that one search reads, in one message to the thread. */
export const searchSteps = (
  expression: Expression,
  sort: Sort,
  page: { from: number; size: number },
): Step[] => [hitsStep(expression, sort, page), CARDS, ORGANIZATIONS];
