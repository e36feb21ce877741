import type { z } from "zod";
import type { PaperDraft } from "@/features/papers/schema";
import { AppError } from "@/lib/errors";
import { attributeOf, childrenOf, readXml, textOf, textsOf, type XmlElement } from "@/lib/xml";
import { announcementOf } from "../announcement";
import type { Answer, Context, Format } from "../format";
import { withinLimit } from "../schema";
import { arxivId, arxivRecord, isWithdrawn, toDraft } from "./arxiv-record";
import { assertPlausible, checked, instant, optional, textIn } from "./fields";

/** An entry of the arXiv API. */
const atomRecord = arxivRecord.extend({ published: instant, updated: optional(instant) });

type Sent = z.input<typeof atomRecord>;

const terms = (entry: XmlElement, name: string) =>
  childrenOf(entry, name).flatMap((category) => attributeOf(category, "term") ?? []);

/** Missing texts become empty: parse tells what an entry lacks. */
const toRecord = (entry: XmlElement): Sent => ({
  id: textOf(entry, "id") ?? "",
  title: textOf(entry, "title"),
  summary: textOf(entry, "summary"),
  authors: childrenOf(entry, "author").flatMap((author) => textOf(author, "name") ?? []),
  categories: [...terms(entry, "arxiv:primary_category"), ...terms(entry, "category")],
  note: textsOf(entry, "arxiv:comment")[0] ?? null,
  journal: textOf(entry, "arxiv:journal_ref") ?? null,
  doi: textOf(entry, "arxiv:doi") ?? null,
  published: textOf(entry, "published") ?? "",
  updated: textOf(entry, "updated"),
});

/** @throws AppError where the text is no Atom, or says in place of papers what is wrong with the question */
function read(text: string): Answer {
  const { name, element } = readXml(text);
  if (name !== "feed") throw new AppError("unprocessable", `This is <${name}>, no Atom feed.`);
  const entries = childrenOf(element, "entry");
  const error = entries.find((entry) => /arxiv\.org\/api\/errors/.test(textOf(entry, "id") ?? ""));
  if (error) {
    const said = textOf(error, "summary") ?? textOf(error, "title") ?? "it doesn't say why";
    throw new AppError("unprocessable", `arXiv answers with an error: ${said.slice(0, 300)}`);
  }
  const total = Number(textOf(element, "opensearch:totalResults") ?? Number.NaN);
  return {
    entries: withinLimit(entries).map(toRecord),
    ...(Number.isSafeInteger(total) && total >= 0 ? { total } : {}),
  };
}

/** `published` is when the first version was submitted, `updated` when this one was. */
function parse(entry: unknown, { now }: Context): PaperDraft {
  const { entry: record } = checked(atomRecord, entry);
  const { version } = arxivId(record.id);
  const publishedAt = assertPlausible("date", record.published, now);
  const { updated } = record;
  const isRevised = updated && (version > 1 || (version === 0 && updated > publishedAt));
  return toDraft(record, {
    publishedAt,
    revisedAt: isRevised ? updated : null,
    withdrawn: isWithdrawn(record),
    announcement: { ...announcementOf(publishedAt), by: "submitted" },
  });
}

/** What `GET export.arxiv.org/api/query` answers. */
export const arxivAtom: Format = {
  name: "arxiv",
  read,
  idOf: (entry) => textIn(entry, "id"),
  parse,
};
