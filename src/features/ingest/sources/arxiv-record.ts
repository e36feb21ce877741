import { z } from "zod";
import { isArxivId, type PaperDraft, parsePaperId } from "@/features/papers/schema";
import { plainText } from "@/lib/markup/markup";
import { toOneLine, truncate } from "@/lib/text/text";
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

/**
 * The fields of a paper that all of arXiv's formats share, as text. A format without a field leaves
 * it undefined; null means that the paper has none.
 */
export const arxivRecord = z.object({
  /** With or without version; also as URL or OAI identifier */
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

/** Returns the id without version, and the version, 0 where none is given. @throws RejectedEntry */
export function parseArxivId(text: string): { id: string; version: number } {
  const bareId = text.replace(ADDRESS, "");
  const id = parsePaperId(bareId);
  const version = Number(/v(\d{1,4})$/.exec(bareId)?.[1] ?? 0);
  if (!id || !isArxivId(id) || (version === 0 && bareId !== id)) {
    throw new RejectedEntry(`${JSON.stringify(text)} is not an arXiv id`);
  }
  return { id, version };
}

/** An arXiv category. Papers may also list classes of the ACM and the AMS, which don't match. */
const CATEGORY = /^[a-z][a-z-]*(?:\.[A-Za-z][A-Za-z-]+)?$/;

const PAPER_NOUN =
  "(?:paper|article|manuscript|submission|preprint|work|draft|version|note|report)";
/**
 * Matches a sentence that states the paper's withdrawal. "Withdrawn from a conference" is no
 * withdrawal from arXiv, and neither is a drug "withdrawn from sale".
 */
const WITHDRAWN = new RegExp(
  `^\\W*(?:(?:this|the|our) (?:\\w+ )?${PAPER_NOUN} (?:(?:has|have) been|was|is)(?: \\w+)? )?withdrawn\\b(?! from)`,
  "i",
);
const WITHDRAWN_BY = /\bwithdrawn by (?:the |all |its )?(?:\w+ )?(?:authors?|arxiv)\b/i;

/**
 * Whether the authors or arXiv withdrew the paper. arXiv has no field for it: the comment or the
 * abstract says so. Older versions stay readable.
 */
export function isWithdrawn({ note, summary }: Pick<ArxivRecord, "note" | "summary">): boolean {
  const [comment, abstract] = [toOneLine(note ?? ""), toOneLine(summary ?? "")];
  const sentences = comment.split(/(?<=[.;!]) /);
  return (
    WITHDRAWN_BY.test(comment) ||
    WITHDRAWN.test(abstract) ||
    sentences.some((sentence) => WITHDRAWN.test(sentence))
  );
}

const DOI = /\b10\.\d{4,9}\/[^\s,;]+/;
const MAX_LINE_CHARACTERS = 2_000;

/** Returns the text as one line, cut to the limit; keeps undefined and null. */
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

/**
 * Builds the draft of a record.
 *
 * @param rest the facts that each format gives in its own way
 * @throws RejectedEntry
 */
export function toDraft(record: ArxivRecord, rest: SourceFacts): PaperDraft {
  const { id, version } = parseArxivId(record.id);
  const draft = {
    id,
    title: parseTitle(record.title),
    summary: normalizeParagraphs(record.summary ?? ""),
    authors: record.authors.flatMap((writer) => {
      // Feeds write accents in names as TeX.
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
  // An update is dated by the day it appeared in the feed, and that date alone is no change.
  // The draft's keys and their order are part of the stored hashes: if they change, every paper
  // that is read again after an upgrade counts as updated.
  const hashed = draft.onlyUpdates ? { ...draft, publishedAt: undefined } : draft;
  return { ...draft, entryHash: sha256(JSON.stringify(hashed)) };
}
