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
} from "@/lib/xml";
import { computeAnnouncement } from "../announcement";
import { type EntryContext, type Format, RejectedEntry, type SourceAnswer } from "../format";
import { checkEntryCount } from "../schema";
import { arxivRecord, isWithdrawn, toDraft } from "./arxiv-record";
import { assertPlausible, findTextField, optional, parseAndClean } from "./fields";

const day = z
  .string()
  .max(40)
  .transform((text) => parseDay(text.slice(0, 10)))
  .pipe(z.string("no date: YYYY-MM-DD"));

/** A record with metadataPrefix=arXiv. */
const oaiRecord = arxivRecord.extend({
  /** In UTC, of the first version */
  created: day,
  /** Of the last version, where there is more than one */
  updated: optional(day),
  /** When anything last changed in the record */
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

/** @throws AppError where it is no OAI-PMH or tells an error; that nothing matched is none */
function parseAnswer(text: string): SourceAnswer {
  const { name, element } = parseXml(text);
  if (name !== "OAI-PMH") throw new AppError("unprocessable", `This is <${name}>, no OAI-PMH.`);
  const error = findChild(element, "error");
  if (error) {
    const code = findAttribute(error, "code") ?? "error";
    if (code === "noRecordsMatch") return { entries: [], total: 0 };
    const said = getOwnText(error).trim().slice(0, 300);
    throw new AppError("unprocessable", `arXiv's OAI-PMH answers ${code}: ${said || "no reason"}`);
  }
  const list = findChild(element, "ListRecords") ?? findChild(element, "GetRecord");
  if (!list) {
    throw new AppError("unprocessable", "This OAI-PMH answer is no ListRecords and no GetRecord.");
  }
  const token = findChild(list, "resumptionToken");
  const total = Number(findAttribute(token, "completeListSize") ?? Number.NaN);
  return {
    entries: checkEntryCount(listChildren(list, "record")).map(toRecord),
    // The last page has an empty one.
    resumptionToken: getOwnText(token).trim() || undefined,
    ...(Number.isSafeInteger(total) && total >= 0 ? { total } : {}),
  };
}

const toNoon = (date: Day) => new Date(`${date}T12:00:00.000Z`);

/**
 * A day's submissions are announced on two days, by the cut-off in its afternoon. The record is
 * stamped when it is announced and at each change since: a stamp before the later day tells the
 * earlier one.
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

/** Dates stand for noon UTC of their day: no zone is more than a day from it. */
function parseEntry(entry: unknown, { now }: EntryContext): PaperDraft {
  if (typeof entry === "object" && entry && "deleted" in entry && entry.deleted === true) {
    throw new RejectedEntry("arXiv says that this record is deleted");
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

/** What oaipmh.arxiv.org answers to ListRecords and GetRecord with metadataPrefix=arXiv. */
export const arxivOai: Format = {
  name: "arxiv-oai",
  parseAnswer,
  findId: (entry) => findTextField(entry, "id"),
  parseEntry,
};
