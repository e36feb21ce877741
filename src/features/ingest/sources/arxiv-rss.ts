import { z } from "zod";
import type { PaperDraft } from "@/features/papers/schema";
import { AppError } from "@/lib/errors";
import {
  findAttribute,
  findChild,
  findText,
  getOwnText,
  listChildren,
  listTexts,
  parseXml,
  type XmlElement,
} from "@/lib/text/xml";
import { computeDatedAnnouncement, toNewYorkDay } from "../announcement";
import { type EntryContext, type Format, RejectedEntry, type SourceAnswer } from "../format";
import { checkEntryCount } from "../schema";
import { arxivRecord, isWithdrawn, toDraft } from "./arxiv-record";
import { assertPlausible, findTextField, parseAndClean } from "./fields";

/** An item of rss.arxiv.org, whose RSS and Atom have the same fields. */
const rssRecord = arxivRecord.extend({
  announceType: z.enum(["new", "cross", "replace", "replace-cross"], {
    error: "must be new, cross, replace or replace-cross",
  }),
  /** RFC 822 in RSS, ISO 8601 in Atom: midnight in New York */
  date: z.string().max(100),
});

type RawRecord = { [key in keyof z.input<typeof rssRecord>]?: unknown };

/** Splits a line of names at its commas; drops affiliations, which are in parentheses. */
export function splitCreators(creators: string): string[] {
  let depth = 0;
  const withoutAffiliations = [...creators].filter((character) => {
    if (character === "(") depth += 1;
    const isInside = depth > 0;
    if (character === ")") depth = Math.max(0, depth - 1);
    return !isInside;
  });
  return withoutAffiliations
    .join("")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The head of a description: `arXiv:2508.13426v1 Announce Type: cross⏎Abstract: As large …` */
const DESCRIPTION_HEAD = /^\s*(arXiv:\S+)\s+Announce Type:\s*([\w-]+)\s*(?:Abstract:\s*)?/i;

function toRecord(item: XmlElement, text: string | undefined, date: string | undefined): RawRecord {
  const [, headId, headType] = DESCRIPTION_HEAD.exec(text ?? "") ?? [];
  const ids = ["guid", "id", "link"].flatMap((name) => findText(item, name) ?? []);
  const categories = listChildren(item, "category").flatMap(
    (category) => findAttribute(category, "term") ?? getOwnText(category).trim(),
  );
  return {
    id: [...ids, headId].find((id) => id && /v\d+$/.test(id)) ?? ids[0] ?? "",
    title: findText(item, "title"),
    summary: text?.replace(DESCRIPTION_HEAD, ""),
    authors: listTexts(item, "dc:creator").flatMap(splitCreators),
    categories,
    doi: findText(item, "arxiv:DOI"),
    journal: findText(item, "arxiv:journal_reference"),
    announceType: findText(item, "arxiv:announce_type") ?? headType?.toLowerCase(),
    date: date ?? "",
  };
}

/**
 * Splits a feed into items. Days without announcements have none, which is no error.
 *
 * @throws AppError where the text is neither RSS nor Atom
 */
function parseAnswer(text: string): SourceAnswer {
  const { name, element } = parseXml(text);
  if (name === "feed") {
    const entries = checkEntryCount(listChildren(element, "entry")).map((entry) =>
      toRecord(
        entry,
        findText(entry, "summary"),
        findText(entry, "published") ?? findText(entry, "updated") ?? findText(element, "updated"),
      ),
    );
    return { entries };
  }
  const channel = findChild(element, "channel");
  if (name !== "rss" || !channel) {
    throw new AppError(
      "unprocessable",
      `Expected RSS 2.0 or Atom, but the root element is <${name}>.`,
    );
  }
  const entries = checkEntryCount(listChildren(channel, "item")).map((item) =>
    toRecord(
      item,
      findText(item, "description"),
      findText(item, "pubDate") ?? findText(channel, "pubDate"),
    ),
  );
  return { entries };
}

function parseAnnouncement(date: string, now: Date) {
  const at = new Date(date);
  if (Number.isNaN(at.getTime())) {
    throw new RejectedEntry("the date of its announcement is missing or not valid");
  }
  return computeDatedAnnouncement(toNewYorkDay(assertPlausible("date", at, now)));
}

/**
 * Parses an item. The feed gives a new paper's day of announcement, not its submission: the paper
 * is dated by its announcement until another source gives a surer date. For crosslists and
 * replacements it gives neither the day the paper was new nor the date of the version: they only
 * update stored papers.
 */
function parseEntry(entry: unknown, { now }: EntryContext): PaperDraft {
  const { entry: record } = parseAndClean(rssRecord, entry);
  const { day, at } = parseAnnouncement(record.date, now);
  const isNew = record.announceType === "new";
  return toDraft(record, {
    publishedAt: at,
    withdrawn: isWithdrawn(record) || undefined,
    ...(isNew ? { announcement: { day, at, by: "announced" } } : { onlyUpdates: true }),
  });
}

/** rss.arxiv.org's feeds, below /rss/ and below /atom/. */
export const arxivRss: Format = {
  name: "arxiv-rss",
  parseAnswer,
  findId: (entry) => findTextField(entry, "id"),
  parseEntry,
};
