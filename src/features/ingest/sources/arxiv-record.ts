import { z } from "zod";
import { isArxivId, type PaperDraft, parsePaperId } from "@/features/papers/schema";
import { plainText } from "@/lib/markup/markup";
import { toOneLine, truncate } from "@/lib/text";
import { RejectedEntry } from "../format";
import {
  longTextField,
  MAX_AUTHORS,
  nameField,
  normalizeParagraphs,
  optional,
  parseTitle,
  sha256,
  titleField,
} from "./fields";

/** What all of arXiv's forms tell of a paper, as text. A form that doesn't speak of a field leaves it out. */
export const arxivRecord = z.object({
  /** With or without version; also as address or OAI identifier */
  id: z.string().max(200),
  title: optional(titleField),
  summary: optional(longTextField),
  authors: z.array(nameField).max(MAX_AUTHORS),
  categories: z.array(z.string().max(200)).max(200),
  note: optional(longTextField),
  journal: optional(longTextField),
  doi: optional(longTextField),
});
export type ArxivRecord = z.infer<typeof arxivRecord>;

const ADDRESS = /^(?:https?:\/\/(?:\w+\.)?arxiv\.org\/abs\/|oai:arXiv\.org:|arXiv:)/i;

/** The id without version, and its version, 0 where it tells none. @throws RejectedEntry */
export function parseArxivId(text: string): { id: string; version: number } {
  const bare = text.replace(ADDRESS, "");
  const id = parsePaperId(bare);
  const version = Number(/v(\d{1,4})$/.exec(bare)?.[1] ?? 0);
  if (!id || !isArxivId(id) || (version === 0 && bare !== id)) {
    throw new RejectedEntry(`${JSON.stringify(text)} is no arXiv id`);
  }
  return { id, version };
}

/** An arXiv category; classes of the ACM and AMS stand among them. */
const CATEGORY = /^[a-z][a-z-]*(?:\.[A-Za-z][A-Za-z-]+)?$/;

const PAPER_NOUN =
  "(?:paper|article|manuscript|submission|preprint|work|draft|version|note|report)";
/** "Withdrawn from a conference" is no withdrawal from arXiv; neither is a drug withdrawn from sale. */
const WITHDRAWN = new RegExp(
  `^\\W*(?:(?:this|the|our) (?:\\w+ )?${PAPER_NOUN} (?:(?:has|have) been|was|is)(?: \\w+)? )?withdrawn\\b(?! from)`,
  "i",
);
const WITHDRAWN_BY = /\bwithdrawn by (?:the |all |its )?(?:\w+ )?(?:authors?|arxiv)\b/i;

/** An older version is there to read, but its authors or arXiv no longer stand by it. */
export function isWithdrawn({ note, summary }: Pick<ArxivRecord, "note" | "summary">): boolean {
  const [told, abstract] = [toOneLine(note ?? ""), toOneLine(summary ?? "")];
  const sentences = told.split(/(?<=[.;!]) /);
  return (
    WITHDRAWN_BY.test(told) || WITHDRAWN.test(abstract) || sentences.some((s) => WITHDRAWN.test(s))
  );
}

const DOI = /\b10\.\d{4,9}\/[^\s,;]+/;
const MAX_LINE_CHARACTERS = 2_000;

/** One line of a text; that a form doesn't speak of it, or says that there is none, stays so. */
const toLine = (text: string | null | undefined) =>
  text === undefined || text === null
    ? text
    : truncate(toOneLine(text), MAX_LINE_CHARACTERS) || null;

const findDoi = (text: string | null | undefined) =>
  text === undefined || text === null ? text : (DOI.exec(text)?.[0] ?? null);

type SourceFacts = Pick<
  PaperDraft,
  "publishedAt" | "version" | "revisedAt" | "withdrawn" | "announcement" | "onlyUpdates"
>;

/** The draft of a record; the rest is what each form tells in its own way. @throws RejectedEntry */
export function toDraft(record: ArxivRecord, rest: SourceFacts): PaperDraft {
  const { id, version } = parseArxivId(record.id);
  const told = {
    id,
    title: parseTitle(record.title),
    summary: normalizeParagraphs(record.summary ?? ""),
    authors: record.authors.flatMap((writer) => {
      // Feeds keep the accents of names as TeX.
      const readable = writer.includes("\\") ? plainText(writer) : writer;
      return readable === "" ? [] : [{ name: readable, hidden: false }];
    }),
    categories: [...new Set(record.categories.filter((word) => CATEGORY.test(word)))],
    version,
    note: toLine(record.note),
    journal: toLine(record.journal),
    doi: findDoi(record.doi),
    ...rest,
  };
  // What only updates is dated by the day it came on, and says nothing new by that.
  const said = told.onlyUpdates ? { ...told, publishedAt: undefined } : told;
  return { ...told, entryHash: sha256(JSON.stringify(said)) };
}
