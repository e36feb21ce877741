import { z } from "zod";
import { EMPTY_ENTRY } from "@/features/papers/merge/listing";
import { isArxivId, type PaperDraft, parsePaperId } from "@/features/papers/schema";
import { parseDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { type EntryContext, type Format, RejectedEntry, type SourceAnswer } from "../format";
import { checkEntryCount, parseJson } from "../schema";
import {
  assertPlausible,
  findTextField,
  longTextField,
  MAX_AUTHORS,
  nameField,
  normalizeParagraphs,
  optional,
  parseAndClean,
  parseTitle,
  sha256,
  titleField,
} from "./fields";

const webAddress = z
  .url({ protocol: /^https?$/, normalize: true, error: "must be a web address (https://…)" })
  .max(2_000);
const wordList = z.array(nameField).max(200);
const day = z.string().refine((text) => parseDay(text) !== null, "must be a day (YYYY-MM-DD)");

/** A paper that is not on arXiv, in this site's own format. The descriptions are for the API's page. */
export const sitePaper = z.object({
  id: z
    .string()
    .max(100)
    .describe(
      "A permanent id that you choose: a name, a colon and a key, such as acl:2026.long-12",
    ),
  title: titleField,
  summary: optional(longTextField).describe("The abstract; formulas in TeX between dollar signs"),
  authors: z.array(nameField).max(MAX_AUTHORS).describe("Full names in order"),
  publishedAt: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: "must be an instant (2026-02-19T09:00:00Z) or a day",
    })
    .describe("When it was first published; a day means its noon in UTC"),
  url: webAddress.describe("The paper's web page"),
  pdf: optional(webAddress).describe("The PDF"),
  day: optional(day).describe(
    "The UTC day to list it on; without it, the paper is in the archive only",
  ),
  categories: optional(wordList).describe("The main one first"),
  keywords: optional(wordList),
  organization: optional(nameField).describe("The organization the work is from"),
  github: optional(webAddress).describe("The repository with its code"),
  project: optional(webAddress).describe("The project's web page"),
  doi: optional(
    z
      .string()
      .regex(/^10\.\d{4,9}\/\S+$/, "must look like 10.1234/abcd")
      .max(300),
  ),
  journal: optional(nameField).describe("The journal or proceedings it appeared in"),
});

/** A field that is left out keeps its stored value; null clears it. */
export const sitePapers = z.object({ papers: z.array(sitePaper) });

type SitePaper = z.infer<typeof sitePaper>;

/**
 * Splits a text into papers.
 *
 * @throws AppError bad_request where it is not JSON, unprocessable where it has no list of papers
 */
function parseAnswer(text: string): SourceAnswer {
  const value = parseJson(text);
  const { papers } = z.object({ papers: z.unknown().optional() }).catch({}).parse(value);
  if (!Array.isArray(papers) || papers.length === 0) {
    throw new AppError(
      "unprocessable",
      'Send a JSON array of entries, as /api/daily_papers returns them, or {"papers": […]}; this is an object without papers.',
    );
  }
  return { entries: checkEntryCount<unknown>(papers) };
}

function parseOwnId(text: string): string {
  const id = parsePaperId(text);
  if (id && !isArxivId(id) && !/^arxiv:/i.test(id)) return id;
  const hint = "use an id of your own, such as acl:2026.long-12";
  const isOnArxiv = id || /^arxiv:/i.test(text);
  throw new RejectedEntry(
    isOnArxiv
      ? `id: ${text} is an arXiv id, and arXiv's papers are imported from arXiv; ${hint}`
      : `id: ${JSON.stringify(text)} is not a valid id; ${hint}`,
  );
}

function parseInstant(text: string): Date {
  const at = new Date(text.length === 10 ? `${text}T12:00:00.000Z` : text);
  if (!/^\d{4}-/.test(at.toISOString())) throw new RejectedEntry("publishedAt: Invalid year");
  return at;
}

/** Keeps undefined, which means that the field was left out. */
const emptyToNull = (text: string | null | undefined) => (text === undefined ? text : text || null);
const cleanWords = (list: string[] | null | undefined) =>
  list === undefined ? list : [...new Set(list ?? [])].filter((word) => word !== "");

function toOrganization({ organization }: SitePaper): PaperDraft["organization"] {
  if (organization === undefined) return undefined;
  return organization ? { id: organization, name: organization, fullname: organization } : null;
}

/**
 * Hashes a draft as JSON. The keys and their order are part of the stored hashes: if they change,
 * every paper that is sent again after an upgrade counts as updated. The key `said` is the former
 * name of `rawEntry`, and a listing is the last key.
 */
function hashDraft({ listing, ...facts }: Omit<PaperDraft, "entryHash">): string {
  if (!listing) return sha256(JSON.stringify(facts));
  const { rawEntry, ...placement } = listing;
  return sha256(JSON.stringify({ ...facts, listing: { ...placement, said: rawEntry } }));
}

function parseEntry(entry: unknown, { now }: EntryContext): PaperDraft {
  const { entry: paper } = parseAndClean(sitePaper, entry);
  const { day, pdf, github, project } = paper;
  const listedAt = day && assertPlausible("day", new Date(`${day}T00:00:00.000Z`), now);
  const draft = {
    id: parseOwnId(paper.id),
    title: parseTitle(paper.title),
    summary: normalizeParagraphs(paper.summary ?? ""),
    publishedAt: assertPlausible("publishedAt", parseInstant(paper.publishedAt), now),
    authors: paper.authors.flatMap((writer) => (writer ? [{ name: writer, hidden: false }] : [])),
    pageUrl: paper.url,
    pdfUrl: pdf,
    categories: cleanWords(paper.categories),
    keywords: cleanWords(paper.keywords),
    organization: toOrganization(paper),
    githubRepo: github,
    projectPage: project,
    doi: paper.doi,
    journal: emptyToNull(paper.journal),
    listing:
      listedAt && day
        ? { day, listedAt, upvotes: 0, comments: 0, rawEntry: EMPTY_ENTRY }
        : undefined,
  };
  return { ...draft, entryHash: hashDraft(draft) };
}

/** The site's own format, for papers that are not on arXiv. */
export const sitePapersFormat: Format = {
  name: "site",
  parseAnswer,
  findId: (entry) => findTextField(entry, "id"),
  parseEntry,
};
