import { z } from "zod";
import { type QueryStep, queryInWorker } from "@/db/read-worker";
import { parseRows } from "@/db/stored";
import { splitNames } from "@/features/papers/text";
import {
  type Completion,
  completeOperators,
  completeValues,
  filterNames,
  parseEnding,
} from "./complete";
import { toPrefixMatch } from "./query/fts-match";
import { normalizeQuery } from "./query/parse";

/** Matching papers whose authors and organizations are read, the newest ones. */
const MAX_PAPERS_READ = 60;
const MAX_COMPLETIONS = 8;
/** Authors that complete a plain word, so that organizations and categories are suggested too. */
const MAX_AUTHORS_OF_PLAIN_WORD = 4;
/** Values with more characters aren't completed. */
const MAX_VALUE_LENGTH = 80;
/** Shorter values are the beginning of half the words in the index. */
const MIN_VALUE_LENGTH = 3;

/** Authors of the newest papers with an author of such a name. By SearchIndex and primary keys. */
const authorsStep = (typed: string): QueryStep => ({
  sql: `SELECT p."authorNames" AS "name" FROM (
      SELECT rowid AS "number" FROM "SearchIndex" WHERE "SearchIndex" MATCH ?
      ORDER BY rowid DESC LIMIT ${MAX_PAPERS_READ}
    ) f JOIN "SearchDocument" d ON d."number" = f."number" JOIN "Paper" p ON p."id" = d."paperId"`,
  parameters: [toPrefixMatch("author", typed)],
});

/** Organizations of such a name among the newest papers. By SearchIndex and primary keys. */
const organizationsStep = (typed: string): QueryStep => ({
  sql: `SELECT o."name", o."fullname" FROM (
      SELECT DISTINCT d."organizationId" AS "id" FROM (
        SELECT rowid AS "number" FROM "SearchIndex" WHERE "SearchIndex" MATCH ?
        ORDER BY rowid DESC LIMIT ${MAX_PAPERS_READ}
      ) f JOIN "SearchDocument" d ON d."number" = f."number"
    ) f JOIN "Organization" o ON o."id" = f."id" ORDER BY o."name" LIMIT ${MAX_COMPLETIONS}`,
  parameters: [toPrefixMatch("org", typed)],
});

/**
 * The distinct values of an indexed column that begin as typed. Each step of the recursion is one
 * search in the index, so the cost doesn't grow with the rows of a value.
 */
const valuesStep = (table: string, column: string, typed: string): QueryStep => ({
  sql: `WITH RECURSIVE "value"("name") AS (
      SELECT min("${column}") FROM "${table}" WHERE "${column}" >= ?
      UNION ALL
      SELECT (SELECT min("${column}") FROM "${table}" WHERE "${column}" > "name") FROM "value"
      WHERE "name" IS NOT NULL AND "name" < ? || char(1114111) LIMIT ${MAX_COMPLETIONS}
    ) SELECT "name" FROM "value" WHERE "name" >= ? AND "name" < ? || char(1114111)`,
  parameters: [typed, typed, typed, typed],
});

const nameRow = z.object({ name: z.string(), fullname: z.string().optional() });

async function readNames(step: QueryStep) {
  const [rows = []] = await queryInWorker([step]);
  return parseRows(nameRow, rows);
}

/** Formats a typed category as arXiv does, with a lower-case archive: `CS.CL` becomes `cs.CL`. */
function toCategory(typed: string): string {
  const [archive = "", subject] = typed.split(".");
  const lower = archive.toLowerCase();
  return subject === undefined ? lower : `${lower}.${subject}`;
}

/** Whether a value is specific enough to look up; in scripts without letters one character is. */
const isSpecific = (value: string) =>
  value.length >= MIN_VALUE_LENGTH || /[^\u0020-\u007e]/.test(value);

const toValues = (names: string[]) => names.map((value) => ({ value }));

/**
 * Completes a query as it is typed: operators, and authors, organizations, categories and submitters
 * of this site, at most eight. Reads in the worker.
 */
export async function completeQuery(typed: string): Promise<Completion[]> {
  // Normalizing trims a text, but the space at its end separates the word to complete: "." keeps it.
  const query = normalizeQuery(`${typed}.`).slice(0, -1);
  const ending = parseEnding(query);
  const { operator, value } = ending;
  const operators = completeOperators(ending);
  if (!/[\p{L}\p{N}]/u.test(value) || value.length > MAX_VALUE_LENGTH) {
    return operators.slice(0, MAX_COMPLETIONS);
  }
  const completes = (name: string) => isSpecific(value) && (!operator || operator === name);
  const [authors, organizations, categories, submitters] = await Promise.all([
    completes("author") ? readNames(authorsStep(value)) : [],
    completes("org") ? readNames(organizationsStep(value)) : [],
    operator === "cat" || completes("cat")
      ? readNames(valuesStep("PaperCategory", "category", toCategory(value)))
      : [],
    operator === "by" ? readNames(valuesStep("Listing", "submitterName", value)) : [],
  ]);
  const authorNames = filterNames(
    authors.flatMap(({ name }) => splitNames(name)),
    value,
    operator ? MAX_COMPLETIONS : MAX_AUTHORS_OF_PLAIN_WORD,
  );
  const organizationValues = organizations.map(({ name, fullname }) => ({
    value: name,
    label: fullname,
  }));
  const toNameValues = (rows: { name: string }[]) => toValues(rows.map(({ name }) => name));
  return [
    ...operators,
    ...completeValues(ending, "cat", toNameValues(categories), "category"),
    ...completeValues(ending, "by", toNameValues(submitters), "submitter"),
    ...completeValues(ending, "author", toValues(authorNames), "author"),
    ...completeValues(ending, "org", organizationValues, "organization"),
  ].slice(0, MAX_COMPLETIONS);
}
