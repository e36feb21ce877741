import { z } from "zod";
import type { Period } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/http/parse-input";
import { MAX_NAME_LENGTH } from "../topic";
import { periodParameter } from "../view";

/** The parameters of the read API, for routes and for the OpenAPI document. */

/** Larger page numbers mean this one: it is past the end of every archive, and an exact number. */
const MAX_PAGE = 1_000_000;
const MAX_CURSOR_LENGTH = 500;
export const MAX_QUERY_LENGTH = 250;

const wholeNumber = (message: string) =>
  z
    .string()
    .regex(/^\d{1,30}$/, message)
    .transform(Number);

/** Describes a parameter as an integer in the document, although requests send it as text. */
const describeInteger = (facts: { minimum: number; maximum?: number; default: number }) => ({
  override: ({ jsonSchema }: { jsonSchema: object }) =>
    Object.assign(jsonSchema, { type: "integer", pattern: undefined, ...facts }),
});

function limitParameter(maximum: number, defaultLimit: number) {
  const message = `must be a whole number from 1 to ${maximum}`;
  return wholeNumber(message)
    .refine((limit) => limit >= 1 && limit <= maximum, message)
    .default(defaultLimit)
    .meta({
      description: "The number of papers per page",
      ...describeInteger({ minimum: 1, maximum, default: defaultLimit }),
    });
}

export const dailyParameters = z.object({
  p: wholeNumber("must be a whole number from 0")
    .transform((page) => Math.min(page, MAX_PAGE))
    .default(0)
    .meta({
      description: "The page, counted from 0",
      ...describeInteger({ minimum: 0, default: 0 }),
    }),
  limit: limitParameter(100, 50),
  date: periodParameter("day", "YYYY-MM-DD", "2026-02-19"),
  week: periodParameter("week", "YYYY-Www", "2026-W08"),
  month: periodParameter("month", "YYYY-MM", "2026-02"),
  submitter: z
    .string()
    .min(1, "must not be empty")
    .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
    .optional()
    .meta({ description: "The user name of the submitter" }),
  sort: z.enum(["publishedAt", "trending"], "must be publishedAt or trending").optional().meta({
    description:
      "publishedAt: the newest first. trending: the trending order of this site. By default, papers of a day, week or month are sorted by upvotes, then the newest first; without a period, the newest listing days come first, each sorted in this way.",
  }),
});

export const searchParameters = z.object({
  q: z
    .string()
    .max(MAX_QUERY_LENGTH, `must have at most ${MAX_QUERY_LENGTH} characters`)
    .default("")
    .meta({ description: "The search query; without one there are no results" }),
  limit: limitParameter(120, 20),
});

const cursorContent = z.tuple([z.iso.datetime({ precision: 3 }), z.string().max(100)]);

const cursor = z
  .string()
  .max(MAX_CURSOR_LENGTH, `must have at most ${MAX_CURSOR_LENGTH} characters`)
  .transform((text, context) => {
    const content = cursorContent.safeParse(decodeJson(text));
    if (content.success) return { publishedAt: new Date(content.data[0]), id: content.data[1] };
    context.addIssue({ code: "custom", message: "must be copied from the Link header" });
    return z.NEVER;
  });

/** The last paper of a page: the next page begins after it. */
export type Cursor = z.infer<typeof cursor>;

function decodeJson(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Formats a cursor as the parameter of the next page. */
export const formatCursor = ({ publishedAt, id }: Cursor): string =>
  Buffer.from(JSON.stringify([publishedAt.toISOString(), id])).toString("base64url");

export const papersParameters = z.object({
  cursor: cursor
    .optional()
    .meta({ description: "The end of the previous page: follow the Link header" }),
  limit: limitParameter(100, 50),
});

export const paperParameters = z.object({
  field: z
    .literal("comments", "must be comments")
    .optional()
    .meta({ description: "comments: adds the discussion" }),
});

/**
 * Parses the parameters of a schema and ignores all others.
 *
 * @throws AppError bad_request
 */
export function parseParameters<Schema extends z.ZodObject>(
  schema: Schema,
  parameters: URLSearchParams,
): z.output<Schema> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const [value, ...repeated] = parameters.getAll(name);
    if (repeated.length > 0) throw new AppError("bad_request", `${name}: must occur only once.`);
    if (value !== undefined) values[name] = value;
  }
  return parseInput(schema, values);
}

export type DailyQuery = {
  page: number;
  limit: number;
  period?: Period;
  submitter?: string;
  sort?: "publishedAt" | "trending";
};

/** Parses the parameters of /api/daily_papers. @throws AppError bad_request */
export function parseDailyQuery(parameters: URLSearchParams): DailyQuery {
  const { p, date, week, month, ...rest } = parseParameters(dailyParameters, parameters);
  const periods = [date, week, month].filter((period) => period !== undefined);
  if (periods.length > 1) {
    throw new AppError("bad_request", "Choose only one of date, week and month.");
  }
  return { page: p, period: periods[0], ...rest };
}
