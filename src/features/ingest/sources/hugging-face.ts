import { z } from "zod";
import { type PaperDraft, parsePaperId } from "@/features/papers/schema";
import { type Day, toUtcDay } from "@/lib/day";
import { type EntryContext, type Format, RejectedEntry } from "../format";
import { parseEntries } from "../schema";
import {
  assertPlausible,
  instantField,
  longTextField,
  MAX_AUTHORS,
  nameField,
  optional,
  parseAndClean,
  parseTitle,
  sha256,
  titleField,
} from "./fields";

const count = z.number().int().min(0).max(1_000_000_000);
const key = z.string().max(100);

/** An address that a page may link to. Any other is dropped here and kept in the raw entry only. */
const webAddress = z
  .string()
  .max(2_000)
  .transform((text) =>
    /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text) ? text : undefined,
  );

const organization = z.object({
  _id: optional(key),
  name: nameField.pipe(z.string().min(1)),
  fullname: optional(nameField),
  avatar: optional(z.string().max(2_000)),
});

const author = z.object({
  _id: optional(key),
  name: nameField,
  hidden: optional(z.boolean()),
  user: optional(z.object({ user: optional(key) })),
});

const submitter = z.object({ name: optional(nameField), fullname: optional(nameField) });

const paper = z.object({
  id: z.string().max(64),
  title: optional(titleField),
  summary: optional(longTextField),
  publishedAt: optional(instantField),
  submittedOnDailyAt: optional(instantField),
  upvotes: optional(count),
  discussionId: optional(key),
  authors: optional(z.array(author).max(MAX_AUTHORS)),
  ai_summary: optional(longTextField),
  ai_summary_model: optional(nameField),
  ai_keywords: optional(z.array(nameField).max(200)),
  githubRepo: optional(webAddress),
  githubStars: optional(count),
  projectPage: optional(webAddress),
  mediaUrls: optional(z.array(z.string().max(2_000)).max(100)),
  organization: optional(organization),
});

const entrySchema = z.object({
  paper,
  title: optional(titleField),
  summary: optional(longTextField),
  publishedAt: optional(instantField),
  numComments: optional(count),
  thumbnail: optional(z.string().max(2_000)),
  mediaUrls: optional(z.array(z.string().max(2_000)).max(100)),
  submittedBy: optional(submitter),
  organization: optional(organization),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Returns the instant of listing; the listing day is its UTC date. Entries before 2025-03 have no
 * `submittedOnDailyAt`: their day is the requested one.
 *
 * @throws RejectedEntry
 */
function parseListedAt({ paper }: Entry, askedFor: Day | undefined, now: Date): Date {
  const at = paper.submittedOnDailyAt ?? (askedFor && new Date(`${askedFor}T00:00:00.000Z`));
  if (!at) {
    throw new RejectedEntry(
      "no listing day: the entry has no paper.submittedOnDailyAt; pass a date (YYYY-MM-DD)",
    );
  }
  return assertPlausible("listing day", at, now);
}

/**
 * Parses an entry of Hugging Face's `GET /api/daily_papers`. A field that an entry leaves out is
 * null in the draft, because an entry contains all fields that the paper has.
 *
 * @throws RejectedEntry with the reason
 */
export function parseEntry(value: unknown, { day: askedFor, now }: EntryContext): PaperDraft {
  const { entry, clean } = parseAndClean(entrySchema, value);
  const rawEntry = JSON.stringify(clean);
  const { paper } = entry;
  const id = parsePaperId(paper.id);
  if (!id) throw new RejectedEntry(`paper.id: ${JSON.stringify(paper.id)} is not an arXiv id`);
  const publishedAt = paper.publishedAt ?? entry.publishedAt;
  if (!publishedAt) throw new RejectedEntry("paper.publishedAt: missing");
  const at = parseListedAt(entry, askedFor, now);
  const organization = paper.organization ?? entry.organization;

  return {
    id,
    title: parseTitle(paper.title ?? entry.title),
    summary: (paper.summary ?? entry.summary ?? "").trim(),
    publishedAt,
    authors: (paper.authors ?? [])
      .filter((author) => author.name !== "")
      .map((author) => ({
        name: author.name,
        hidden: author.hidden ?? false,
        sourceId: author._id,
        user: author.user?.user,
      })),
    organization: organization
      ? {
          id: organization._id ?? organization.name,
          name: organization.name,
          fullname: organization.fullname ?? organization.name,
          avatar: organization.avatar,
        }
      : null,
    aiSummary: paper.ai_summary ?? null,
    aiSummaryModel: paper.ai_summary_model ?? null,
    keywords: paper.ai_keywords ?? [],
    githubRepo: paper.githubRepo ?? null,
    githubStars: paper.githubStars ?? null,
    projectPage: paper.projectPage ?? null,
    mediaUrls: paper.mediaUrls ?? entry.mediaUrls ?? [],
    discussionId: paper.discussionId ?? null,
    listing: {
      day: toUtcDay(at),
      listedAt: at,
      upvotes: paper.upvotes ?? 0,
      comments: entry.numComments ?? 0,
      submitterName: entry.submittedBy?.name,
      submitterFullname: entry.submittedBy?.fullname,
      thumbnail: entry.thumbnail,
      rawEntry,
    },
    entryHash: sha256(rawEntry),
  };
}

function findEntryId(entry: unknown): string | null {
  if (typeof entry !== "object" || entry === null || !("paper" in entry)) return null;
  const { paper } = entry;
  if (typeof paper !== "object" || paper === null || !("id" in paper)) return null;
  return typeof paper.id === "string" ? paper.id.slice(0, 64) : null;
}

/** The answer to Hugging Face's `GET /api/daily_papers`. */
export const huggingFace: Format = {
  name: "hugging-face",
  parseAnswer: (text) => ({ entries: parseEntries(text) }),
  findId: findEntryId,
  parseEntry,
};
