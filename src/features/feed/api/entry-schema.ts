import { z } from "zod";

/**
 * The answers of the read API, for types, tests and the document at /api/openapi.json. Objects are
 * loose: an answer contains all fields of a source's entry, unknown ones too.
 */

const key = z.string().meta({ description: "24 hex digits", example: "69967cd61268a6b79e0d02d9" });
/** The only form that the clients can parse, with Python's `strptime`. */
const instant = z.iso
  .datetime({ precision: 3 })
  .meta({ description: "UTC, with milliseconds", example: "2026-03-31T00:00:00.000Z" });
const count = z.number().int().min(0);
const text = z.string();
const addresses = z.array(z.string());

const organization = z
  .looseObject({ _id: key, name: text, fullname: text.optional(), avatar: text.optional() })
  .meta({ id: "Organization" });

const author = z
  .looseObject({
    _id: key.optional(),
    name: text,
    hidden: z.boolean().optional(),
    user: z
      .looseObject({})
      .optional()
      .meta({ description: "The account that claimed this author" }),
    status: text.optional(),
    statusLastChangedAt: text.optional(),
  })
  .meta({ id: "Author" });

const submittedOnDailyBy = z
  .looseObject({
    _id: key.optional(),
    avatarUrl: text.optional().meta({ description: "May be relative" }),
    isPro: z.boolean().optional(),
    fullname: text.optional(),
    user: text.optional(),
    name: text.optional(),
    type: text.optional(),
  })
  .meta({ id: "SubmittedOnDailyBy" });

const submittedBy = z
  .looseObject({
    _id: key.optional(),
    avatarUrl: text.optional(),
    fullname: text.optional(),
    name: text.optional(),
    type: text.optional(),
    isPro: z.boolean().optional(),
    isHf: z.boolean().optional(),
    isHfAdmin: z.boolean().optional(),
    isMod: z.boolean().optional(),
    followerCount: count.optional(),
    isUserFollowing: z.boolean().optional(),
  })
  .meta({ id: "SubmittedBy", description: "The site itself if nobody submitted the paper" });

/** Fields of the paper that the entry repeats. */
const repeatedFields = {
  ai_summary: text.optional(),
  ai_keywords: z.array(text).optional(),
  githubRepo: text.optional().meta({ description: "The full address" }),
  githubStars: count.optional(),
  projectPage: text.optional(),
};

export const paperSchema = z
  .looseObject({
    id: text.meta({ description: "arXiv id without version, or name:key", example: "2602.12675" }),
    authors: z.array(author),
    publishedAt: instant,
    submittedOnDailyAt: instant.optional(),
    submittedOnDailyBy: submittedOnDailyBy.optional(),
    title: text,
    summary: text.meta({ description: "The abstract" }),
    upvotes: count.meta({ description: "The source's upvotes and those of this site" }),
    discussionId: key,
    ...repeatedFields,
    ai_summary_model: text.optional(),
    githubRepoAddedBy: text.optional().meta({ description: "user, auto or admin" }),
    mediaUrls: addresses.optional(),
    organization: organization.optional(),
  })
  .meta({ id: "Paper" });

export const entrySchema = z
  .looseObject({
    paper: paperSchema,
    publishedAt: instant,
    title: text,
    summary: text,
    thumbnail: text,
    numComments: count,
    submittedBy,
    isAuthorParticipating: z.boolean(),
    mediaUrls: addresses.optional(),
    organization: organization.optional(),
    ...repeatedFields,
  })
  .meta({ id: "Entry", description: "A paper as it was listed" });

const latest = z.looseObject({ raw: text, html: text, updatedAt: instant, author: submittedBy });

const comment = z
  .looseObject({
    id: text,
    author: submittedBy,
    createdAt: instant,
    type: z.literal("comment"),
    data: z.looseObject({
      edited: z.boolean(),
      hidden: z.boolean(),
      latest,
      numEdits: count,
      editors: z.array(text),
      reactions: z.array(z.looseObject({ reaction: text, users: z.array(text), count })),
      isReport: z.boolean(),
      parentCommentId: text.optional(),
    }),
  })
  .meta({ id: "Comment" });

const emptyList = z.array(z.looseObject({}));

export const paperDetailSchema = paperSchema
  .extend({
    linkedModels: emptyList,
    linkedDatasets: emptyList,
    linkedSpaces: emptyList,
    numTotalModels: count,
    numTotalDatasets: count,
    numTotalSpaces: count,
    comments: z.array(comment).optional(),
  })
  .meta({ id: "PaperDetail" });

export const entriesSchema = z.array(entrySchema);
export const papersSchema = z.array(paperSchema);
export const errorSchema = z
  .object({
    error: text.meta({ description: "A sentence that explains the error and how to fix it" }),
  })
  .meta({ id: "Error" });

export type ApiPaper = z.infer<typeof paperSchema>;
export type ApiEntry = z.infer<typeof entrySchema>;
export type ApiPaperDetail = z.infer<typeof paperDetailSchema>;
