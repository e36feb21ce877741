import { z } from "zod";
import { type QueryStep, queryInWorker } from "@/db/read-worker";
import {
  type Completion,
  completeOperators,
  completeValues,
  filterNames,
  parseEnding,
} from "./complete";
import { toBeginningMatch } from "./query/fts-match";
import { normalizeQuery } from "./query/parse";

/** Papers whose names are looked through, the newest that match. */
const PAPERS = 60;
const MOST = 8;
const LONGEST = 80;

/** Authors of the newest papers that have such a name. By SearchIndex and primary keys. */
const authorsStep = (typed: string): QueryStep => ({
  sql: `SELECT p."authorNames" AS "name" FROM (
      SELECT rowid AS "number" FROM "SearchIndex" WHERE "SearchIndex" MATCH ? ORDER BY rowid DESC LIMIT ${PAPERS}
    ) f JOIN "SearchDocument" d ON d."number" = f."number" JOIN "Paper" p ON p."id" = d."paperId"`,
  parameters: [toBeginningMatch("author", typed)],
});

/** Organisations of the newest papers that have such a name. By SearchIndex and primary keys. */
const organizationsStep = (typed: string): QueryStep => ({
  sql: `SELECT o."name", o."fullname" FROM (
      SELECT DISTINCT d."organizationId" AS "id" FROM (
        SELECT rowid AS "number" FROM "SearchIndex" WHERE "SearchIndex" MATCH ? ORDER BY rowid DESC LIMIT ${PAPERS}
      ) f JOIN "SearchDocument" d ON d."number" = f."number"
    ) f JOIN "Organization" o ON o."id" = f."id" ORDER BY o."name" LIMIT ${MOST}`,
  parameters: [toBeginningMatch("org", typed)],
});

/** The different values of an indexed column that begin as typed: one look into the index for each. */
const valuesStep = (table: string, column: string, typed: string): QueryStep => ({
  sql: `WITH RECURSIVE "value"("name") AS (
      SELECT min("${column}") FROM "${table}" WHERE "${column}" >= ?
      UNION ALL
      SELECT (SELECT min("${column}") FROM "${table}" WHERE "${column}" > "name") FROM "value"
      WHERE "name" IS NOT NULL AND "name" < ? || char(1114111) LIMIT ${MOST}
    ) SELECT "name" FROM "value" WHERE "name" >= ? AND "name" < ? || char(1114111)`,
  parameters: [typed, typed, typed, typed],
});

const named = z.object({ name: z.string(), fullname: z.string().optional() });
const readNames = async (step: QueryStep) => {
  const [rows = []] = await queryInWorker([step]);
  return rows.map((row) => named.parse(row));
};

/** arXiv writes archives small and subjects large: `CS.cl` is looked for as `cs.CL`. */
const asCategory = (typed: string) => {
  const [archive = "", subject] = typed.split(".");
  const small = archive.toLowerCase();
  return subject === undefined ? small : `${small}.${subject}`;
};

/**
 * Ways to go on from what is typed so far, at most eight: operators, authors, organisations,
 * categories and submitters that are here. Read beside the event loop.
 */
export async function completeQuery(typed: string): Promise<Completion[]> {
  const query = normalizeQuery(`${typed}.`).slice(0, -1);
  const ending = parseEnding(query);
  const { operator, value } = ending;
  const own = completeOperators(ending);
  // Short beginnings stand before the words of half the index; not so in scripts that write words in signs.
  const tells = value.length >= 3 || /[^\u0020-\u007e]/.test(value);
  const wants = (name: string) => tells && (!operator || operator === name);
  if (!/[\p{L}\p{N}]/u.test(value) || value.length > LONGEST) return own.slice(0, MOST);

  const [authors, organizations, categories, submitters] = await Promise.all([
    wants("author") ? readNames(authorsStep(value)) : [],
    wants("org") ? readNames(organizationsStep(value)) : [],
    operator === "cat" || wants("cat")
      ? readNames(valuesStep("PaperCategory", "category", asCategory(value)))
      : [],
    operator === "by" ? readNames(valuesStep("Listing", "submitterName", value)) : [],
  ]);
  const names = authors.flatMap(({ name }) => name.split("\n"));
  const asValues = (values: string[]) => values.map((one) => ({ value: one }));
  return [
    ...own,
    ...completeValues(ending, "cat", asValues(categories.map(({ name }) => name)), "category"),
    ...completeValues(ending, "by", asValues(submitters.map(({ name }) => name)), "submitter"),
    ...completeValues(
      ending,
      "author",
      asValues(filterNames(names, value, operator ? MOST : 4)),
      "author",
    ),
    ...completeValues(
      ending,
      "org",
      organizations.map(({ name, fullname }) => ({ value: name, label: fullname })),
      "organisation",
    ),
  ].slice(0, MOST);
}
