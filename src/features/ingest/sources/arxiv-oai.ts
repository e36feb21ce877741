import { z } from "zod";
import type { Announcement, PaperDraft } from "@/features/papers/schema";
import { type Day, parseDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import {
  findAttribute,
  findChild,
  findText,
  getOwnText,
  listChildren,
  parseXml,
  type XmlElement,
} from "@/lib/text/xml";
import { computeAnnouncement } from "../announcement";
import { type EntryContext, type Format, RejectedEntry, type SourceAnswer } from "../format";
import { checkEntryCount } from "../schema";
import { arxivRecord, isWithdrawn, toDraft } from "./arxiv-record";
import { assertPlausible, findTextField, optional, parseAndClean, parseTotal } from "./fields";

const day = z
  .string()
  .max(40)
  .transform((text) => parseDay(text.slice(0, 10)))
  .pipe(z.string("not a date (YYYY-MM-DD)"));

/** A record in the format metadataPrefix=arXiv. Its dates are whole days. */
const oaiRecord = arxivRecord.extend({
  /** Submission of the first version, a day in UTC */
  created: day,
  /** Submission of the last version, where there is more than one */
  updated: optional(day),
  /** Last change of anything in the record */
  datestamp: optional(day),
  deleted: optional(z.boolean()),
});

type RawRecord = z.input<typeof oaiRecord>;

function formatFullName(author: XmlElement): string {
  const parts = ["forenames", "keyname", "suffix"].map((part) => findText(author, part));
  return parts.filter((part) => part !== undefined).join(" ");
}

function toRecord(record: XmlElement): RawRecord {
  const header = findChild(record, "header");
  const paper = findChild(findChild(record, "metadata"), "arXiv");
  return {
    id: findText(paper, "id") ?? findText(header, "identifier") ?? "",
    title: findText(paper, "title"),
    summary: findText(paper, "abstract"),
    authors: listChildren(findChild(paper, "authors"), "author").map(formatFullName),
    categories: findText(paper, "categories")?.split(/\s+/) ?? [],
    note: findText(paper, "comments") ?? null,
    journal: findText(paper, "journal-ref") ?? null,
    doi: findText(paper, "doi") ?? null,
    created: findText(paper, "created") ?? "",
    updated: findText(paper, "updated"),
    datestamp: findText(header, "datestamp"),
    deleted: findAttribute(header, "status") === "deleted",
  };
}

/**
 * Splits an answer into records. `noRecordsMatch` is an empty list, not an error.
 *
 * @throws AppError where the text is not OAI-PMH or contains an error
 */
function parseAnswer(text: string): SourceAnswer {
  const { name, element } = parseXml(text);
  if (name !== "OAI-PMH") {
    throw new AppError("unprocessable", `Expected OAI-PMH, but the root element is <${name}>.`);
  }
  const error = findChild(element, "error");
  if (error) {
    const code = findAttribute(error, "code") ?? "error";
    if (code === "noRecordsMatch") return { entries: [], total: 0 };
    const reason = getOwnText(error).trim().slice(0, 300);
    throw new AppError(
      "unprocessable",
      `arXiv's OAI-PMH answered ${code}: ${reason || "no reason given"}`,
    );
  }
  const list = findChild(element, "ListRecords") ?? findChild(element, "GetRecord");
  if (!list) {
    throw new AppError("unprocessable", "Expected an answer to ListRecords or GetRecord.");
  }
  const token = findChild(list, "resumptionToken");
  return {
    entries: checkEntryCount(listChildren(list, "record")).map(toRecord),
    // The last page's token is empty.
    resumptionToken: getOwnText(token).trim() || undefined,
    total: parseTotal(findAttribute(token, "completeListSize")),
  };
}

const toNoon = (date: Day) => new Date(`${date}T12:00:00.000Z`);

/**
 * Estimates the announcement from the day of submission. The submissions of a day are announced on
 * two days, depending on whether they arrived before the afternoon's cut-off. A record is stamped
 * at its announcement and at each later change: a stamp before the later day proves the earlier.
 */
export function estimateAnnouncement(
  created: Day,
  datestamp: Day | null | undefined,
): Announcement {
  const early = computeAnnouncement(new Date(`${created}T00:00:00.000Z`));
  const late = computeAnnouncement(new Date(`${created}T23:59:59.999Z`));
  const isLate = datestamp && datestamp >= late.day;
  return { ...(isLate ? late : early), by: "created" };
}

/** Dates a day by its noon in UTC, which is within a day of it in every time zone. */
function parseEntry(entry: unknown, { now }: EntryContext): PaperDraft {
  if (typeof entry === "object" && entry && "deleted" in entry && entry.deleted === true) {
    throw new RejectedEntry("arXiv marks this record as deleted");
  }
  const { entry: record } = parseAndClean(oaiRecord, entry);
  const { created, updated, datestamp } = record;
  return toDraft(record, {
    publishedAt: assertPlausible("date", toNoon(created), now),
    revisedAt: updated && updated > created ? toNoon(updated) : null,
    withdrawn: isWithdrawn(record),
    announcement: estimateAnnouncement(created, datestamp),
  });
}

/** oaipmh.arxiv.org's answer to ListRecords and GetRecord with metadataPrefix=arXiv. */
export const arxivOai: Format = {
  name: "arxiv-oai",
  parseAnswer,
  findId: (entry) => findTextField(entry, "id"),
  parseEntry,
};
