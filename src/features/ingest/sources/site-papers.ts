import { z } from "zod";
import { BARE } from "@/features/papers/merge/paper";
import { isArxivId, type PaperDraft, parsePaperId } from "@/features/papers/schema";
import { parseDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { type Answer, type Context, type Format, RejectedEntry } from "../format";
import { parseJson, withinLimit } from "../schema";
import {
  assertPlausible,
  checked,
  longText,
  MOST_AUTHORS,
  name,
  optional,
  paragraphs,
  sha256,
  textIn,
  title,
  titleOf,
} from "./fields";

const webAddress = z
  .url({ protocol: /^https?$/, normalize: true, error: "write a web address: https://…" })
  .max(2_000);
const words = z.array(name).max(200);
const day = z.string().refine((text) => parseDay(text) !== null, "write a day: YYYY-MM-DD");

/** A paper that is not on arXiv, in this site's own form. */
export const sitePaper = z.object({
  id: z
    .string()
    .max(100)
    .describe("Yours to give, and for ever: a name, a colon, a key, as in acl:2026.long-12"),
  title,
  summary: optional(longText).describe("The abstract; formulas in TeX between dollar signs"),
  authors: z.array(name).max(MOST_AUTHORS).describe("Full names in order"),
  publishedAt: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: "write an instant, 2026-02-19T09:00:00Z, or a day",
    })
    .describe("When it was first published; a day stands for its noon in UTC"),
  url: webAddress.describe("The page that tells of it"),
  pdf: optional(webAddress).describe("Its text as PDF"),
  day: optional(day).describe("The UTC day to list it on; without, it fills the archive"),
  categories: optional(words).describe("The main one first"),
  keywords: optional(words),
  organization: optional(name).describe("Who the work is from"),
  github: optional(webAddress).describe("The repository with its code"),
  project: optional(webAddress).describe("The page of the project"),
  doi: optional(
    z
      .string()
      .regex(/^10\.\d{4,9}\/\S+$/, "write it as 10.1234/abcd")
      .max(300),
  ),
  journal: optional(name).describe("Where it is printed"),
});

/** What is left out stays as it is known of the paper; null says that there is none. */
export const sitePapers = z.object({ papers: z.array(sitePaper) });

type SitePaper = z.infer<typeof sitePaper>;

/** @throws AppError bad_request where it is no JSON, unprocessable where there is no list of papers */
function read(text: string): Answer {
  const value = parseJson(text);
  const { papers } = z.object({ papers: z.unknown().optional() }).catch({}).parse(value);
  if (!Array.isArray(papers) || papers.length === 0) {
    throw new AppError(
      "unprocessable",
      'Send a JSON array of entries, as /api/daily_papers answers it, or {"papers": […]}; this is an object without papers.',
    );
  }
  return { entries: withinLimit<unknown>(papers) };
}

function ownId(text: string): string {
  const id = parsePaperId(text);
  if (id && !isArxivId(id) && !/^arxiv:/i.test(id)) return id;
  const hint = "give it an id of your own, such as acl:2026.long-12";
  const isOnArxiv = id || /^arxiv:/i.test(text);
  throw new RejectedEntry(
    isOnArxiv
      ? `id: ${text} is on arXiv, and comes from there; ${hint}`
      : `id: ${JSON.stringify(text)} is none; ${hint}`,
  );
}

function instantOf(text: string): Date {
  const at = new Date(text.length === 10 ? `${text}T12:00:00.000Z` : text);
  if (!/^\d{4}-/.test(at.toISOString())) throw new RejectedEntry("publishedAt: Invalid year");
  return at;
}

/** undefined where the paper doesn't speak of it. */
const textOf = (text: string | null | undefined) => (text === undefined ? text : text || null);
const wordsOf = (list: string[] | null | undefined) =>
  list === undefined ? list : [...new Set(list ?? [])].filter((word) => word !== "");

function organizationOf({ organization }: SitePaper): PaperDraft["organization"] {
  if (organization === undefined) return undefined;
  return organization ? { id: organization, name: organization, fullname: organization } : null;
}

function parse(entry: unknown, { now }: Context): PaperDraft {
  const { entry: paper } = checked(sitePaper, entry);
  const { day, pdf, github, project } = paper;
  const listedAt = day && assertPlausible("day", new Date(`${day}T00:00:00.000Z`), now);
  const draft = {
    id: ownId(paper.id),
    title: titleOf(paper.title),
    summary: paragraphs(paper.summary ?? ""),
    publishedAt: assertPlausible("publishedAt", instantOf(paper.publishedAt), now),
    authors: paper.authors.flatMap((writer) => (writer ? [{ name: writer, hidden: false }] : [])),
    pageUrl: paper.url,
    pdfUrl: pdf,
    categories: wordsOf(paper.categories),
    keywords: wordsOf(paper.keywords),
    organization: organizationOf(paper),
    githubRepo: github,
    projectPage: project,
    doi: paper.doi,
    journal: textOf(paper.journal),
    ...(listedAt && day
      ? { listing: { day, listedAt, upvotes: 0, comments: 0, rawEntry: BARE } }
      : {}),
  };
  return { ...draft, entryHash: sha256(JSON.stringify(draft)) };
}

/** The site's own form, for papers that are not on arXiv. */
export const sitePapersFormat: Format = {
  name: "site",
  read,
  idOf: (entry) => textIn(entry, "id"),
  parse,
};
