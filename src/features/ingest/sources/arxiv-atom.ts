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
} from "@/lib/xml";
import { computeAnnouncement } from "../announcement";
import type { EntryContext, Format, SourceAnswer } from "../format";
import { checkEntryCount } from "../schema";
import { arxivRecord, isWithdrawn, parseArxivId, toDraft } from "./arxiv-record";
import { assertPlausible, findTextField, instantField, optional, parseAndClean } from "./fields";

/** An entry of the arXiv API. */
const atomRecord = arxivRecord.extend({ published: instantField, updated: optional(instantField) });

type RawRecord = z.input<typeof atomRecord>;

const listTerms = (entry: XmlElement, name: string) =>
  listChildren(entry, name).flatMap((category) => findAttribute(category, "term") ?? []);

/** Missing texts become empty: parse tells what an entry lacks. */
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

/** @throws AppError where the text is no Atom, or says in place of papers what is wrong with the question */
function parseAnswer(text: string): SourceAnswer {
  const { name, element } = parseXml(text);
  if (name !== "feed") throw new AppError("unprocessable", `This is <${name}>, no Atom feed.`);
  const entries = listChildren(element, "entry");
  const error = entries.find((entry) =>
    /arxiv\.org\/api\/errors/.test(findText(entry, "id") ?? ""),
  );
  if (error) {
    const said = findText(error, "summary") ?? findText(error, "title") ?? "it doesn't say why";
    throw new AppError("unprocessable", `arXiv answers with an error: ${said.slice(0, 300)}`);
  }
  const total = Number(findText(element, "opensearch:totalResults") ?? Number.NaN);
  return {
    entries: checkEntryCount(entries).map(toRecord),
    ...(Number.isSafeInteger(total) && total >= 0 ? { total } : {}),
  };
}

/** `published` is when the first version was submitted, `updated` when this one was. */
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

/** What `GET export.arxiv.org/api/query` answers. */
export const arxivAtom: Format = {
  name: "arxiv",
  parseAnswer,
  findId: (entry) => findTextField(entry, "id"),
  parseEntry,
};
