import type { z } from "zod";
import type { PaperDraft } from "@/features/papers/schema";
import { AppError } from "@/lib/errors";
import {
  findAttribute,
  findText,
  listChildren,
  listTexts,
  parseXml,
  type XmlElement,
} from "@/lib/text/xml";
import { computeAnnouncement } from "../announcement";
import type { EntryContext, Format, SourceAnswer } from "../format";
import { checkEntryCount } from "../schema";
import { arxivRecord, isWithdrawn, parseArxivId, toDraft } from "./arxiv-record";
import {
  assertPlausible,
  findTextField,
  instantField,
  optional,
  parseAndClean,
  parseTotal,
} from "./fields";

/** An entry of the arXiv API. */
const atomRecord = arxivRecord.extend({ published: instantField, updated: optional(instantField) });

type RawRecord = z.input<typeof atomRecord>;

const listTerms = (entry: XmlElement, name: string) =>
  listChildren(entry, name).flatMap((category) => findAttribute(category, "term") ?? []);

/** Turns missing texts into empty ones, so that parseEntry names what is missing. */
const toRecord = (entry: XmlElement): RawRecord => ({
  id: findText(entry, "id") ?? "",
  title: findText(entry, "title"),
  summary: findText(entry, "summary"),
  authors: listChildren(entry, "author").flatMap((author) => findText(author, "name") ?? []),
  categories: [...listTerms(entry, "arxiv:primary_category"), ...listTerms(entry, "category")],
  note: listTexts(entry, "arxiv:comment")[0] ?? null,
  journal: findText(entry, "arxiv:journal_ref") ?? null,
  doi: findText(entry, "arxiv:doi") ?? null,
  published: findText(entry, "published") ?? "",
  updated: findText(entry, "updated"),
});

/**
 * Splits an answer into entries.
 *
 * @throws AppError where the text is not Atom, or contains an error of arXiv instead of papers
 */
function parseAnswer(text: string): SourceAnswer {
  const { name, element } = parseXml(text);
  if (name !== "feed") {
    const message = `Expected an Atom feed, but the root element is <${name}>.`;
    throw new AppError("unprocessable", message);
  }
  const entries = listChildren(element, "entry");
  const error = entries.find((entry) =>
    /arxiv\.org\/api\/errors/.test(findText(entry, "id") ?? ""),
  );
  if (error) {
    const reason = findText(error, "summary") ?? findText(error, "title") ?? "no reason given";
    throw new AppError("unprocessable", `arXiv answered with an error: ${reason.slice(0, 300)}`);
  }
  return {
    entries: checkEntryCount(entries).map(toRecord),
    total: parseTotal(findText(element, "opensearch:totalResults")),
  };
}

/** `published` is the submission of the first version, `updated` that of this version. */
function parseEntry(entry: unknown, { now }: EntryContext): PaperDraft {
  const { entry: record } = parseAndClean(atomRecord, entry);
  const { version } = parseArxivId(record.id);
  const publishedAt = assertPlausible("date", record.published, now);
  const { updated } = record;
  const isRevised = updated && (version > 1 || (version === 0 && updated > publishedAt));
  return toDraft(record, {
    publishedAt,
    revisedAt: isRevised ? updated : null,
    withdrawn: isWithdrawn(record),
    announcement: { ...computeAnnouncement(publishedAt), by: "submitted" },
  });
}

/** The answer to `GET export.arxiv.org/api/query`. */
export const arxivAtom: Format = {
  name: "arxiv",
  parseAnswer,
  findId: (entry) => findTextField(entry, "id"),
  parseEntry,
};
