import { z } from "zod";
import type { Author, Paper } from "@/db/generated/client";
import { integer } from "@/db/stored";
import type { StoredListing } from "./listing";
import type { StoredRecord } from "./plan";

/** Rows of the raw queries that read what a merge starts from. */

const text = z.string();
const textOrNull = z.string().nullable();

export const paperRow = z.object({
  id: text,
  title: text,
  summary: text,
  publishedAt: z.date(),
  day: text,
  listedAt: z.date(),
  listed: z.boolean(),
  announcedDay: textOrNull,
  announcementBasis: textOrNull,
  newestDay: text,
  sourceUpvotes: integer,
  votes: integer,
  upvotes: integer,
  comments: integer,
  score: z.number(),
  authorCount: integer,
  authorNames: text,
  categories: text,
  version: integer.nullable(),
  revisedAt: z.date().nullable(),
  withdrawn: z.boolean(),
  note: textOrNull,
  journal: textOrNull,
  doi: textOrNull,
  pageUrl: textOrNull,
  pdfUrl: textOrNull,
  aiSummary: textOrNull,
  aiSummaryModel: textOrNull,
  keywords: text,
  githubRepo: textOrNull,
  githubStars: integer.nullable(),
  projectPage: textOrNull,
  mediaUrls: text,
  discussionId: textOrNull,
  organizationId: textOrNull,
  sample: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
}) satisfies z.ZodType<Paper>;

export const listingRow = z.object({
  paperId: text,
  day: text,
  listedAt: z.date(),
  rawEntry: text,
  rawEntryHash: text,
}) satisfies z.ZodType<StoredListing>;

export const recordRow = z.object({
  paperId: text,
  day: text,
  entryHash: text,
  firstSeenAt: z.date(),
}) satisfies z.ZodType<StoredRecord>;

export const authorRow = z.object({
  paperId: text,
  position: integer,
  name: text,
  sourceId: textOrNull,
  hidden: z.boolean(),
  user: textOrNull,
  publishedAt: z.date(),
}) satisfies z.ZodType<Author>;
