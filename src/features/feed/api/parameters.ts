import { z } from "zod";
import { type Period, parsePeriod } from "@/lib/day";
import { AppError } from "@/lib/errors";

/** What may be asked of the read API: the one definition, as the answers' is entry-schema.ts. */

/** Beyond every archive, and safe to reckon with. */
const MAX_PAGE = 1_000_000;
const MAX_NAME_LENGTH = 500;
const MAX_CURSOR_LENGTH = 500;
export const MAX_QUERY_LENGTH = 250;

const wholeNumber = (sentence: string) =>
  z
    .string()
    .regex(/^\d{1,30}$/, sentence)
    .transform(Number);

/** In the document a number, though it comes as text. */
const describeInteger = (facts: { minimum: number; maximum?: number; default: number }) => ({
  override: ({ jsonSchema }: { jsonSchema: object }) =>
    Object.assign(jsonSchema, { type: "integer", pattern: undefined, ...facts }),
});

const limitUpTo = (most: number, otherwise: number) => {
  const sentence = `write a whole number from 1 to ${most}`;
  return wholeNumber(sentence)
    .refine((limit) => limit >= 1 && limit <= most, sentence)
    .default(otherwise)
    .meta(describeInteger({ minimum: 1, maximum: most, default: otherwise }));
};

const periodParameter = (kind: Period["kind"], form: string, example: string) =>
  z
    .string()
    .transform((text, context) => {
      const period = parsePeriod(kind, text);
      if (!period)
        context.addIssue({ code: "custom", message: `write an existing one as ${form}` });
      return period ?? z.NEVER;
    })
    .optional()
    .meta({ description: `${form}, UTC`, param: { example } });

export const dailyParameters = z.object({
  p: wholeNumber("write a whole number from 0")
    .transform((page) => Math.min(page, MAX_PAGE))
    .default(0)
    .meta({ description: "The page, from 0", ...describeInteger({ minimum: 0, default: 0 }) }),
  limit: limitUpTo(100, 50),
  date: periodParameter("day", "YYYY-MM-DD", "2026-02-19"),
  week: periodParameter("week", "YYYY-Www", "2026-W08"),
  month: periodParameter("month", "YYYY-MM", "2026-02"),
  submitter: z
    .string()
    .min(1, "name one")
    .max(MAX_NAME_LENGTH, `at most ${MAX_NAME_LENGTH} characters`)
    .optional()
    .meta({ description: "The user name of who submitted the listing" }),
  sort: z.enum(["publishedAt", "trending"], "write publishedAt or trending").optional().meta({
    description:
      "publishedAt: newest first. trending: this site's trending order. Left out: within a day, week or month by upvotes, then newest; without one the newest listing days first, each in that order.",
  }),
});

export const searchParameters = z.object({
  q: z
    .string()
    .max(MAX_QUERY_LENGTH, `at most ${MAX_QUERY_LENGTH} characters`)
    .default("")
    .meta({ description: "What to search for; without it nothing is found" }),
  limit: limitUpTo(120, 20),
});

const cursorContent = z.tuple([z.iso.datetime({ precision: 3 }), z.string().max(100)]);

const cursor = z
  .string()
  .max(MAX_CURSOR_LENGTH)
  .transform((text, context) => {
    const content = cursorContent.safeParse(decodeJson(text));
    if (content.success) return { publishedAt: new Date(content.data[0]), id: content.data[1] };
    context.addIssue({ code: "custom", message: "take the one in the Link header as it is" });
    return z.NEVER;
  });

export const papersParameters = z.object({
  cursor: cursor
    .optional()
    .meta({ description: "Where the last page ended: follow the Link header" }),
  limit: limitUpTo(100, 50),
});

export const paperParameters = z.object({
  field: z
    .literal("comments", "only comments")
    .optional()
    .meta({ description: "comments: adds the discussion" }),
});

export type DailyQuery = {
  page: number;
  limit: number;
  period?: Period;
  submitter?: string;
  sort?: "publishedAt" | "trending";
};
export type Cursor = z.infer<typeof cursor>;

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

export const formatCursor = ({ publishedAt, id }: Cursor): string =>
  Buffer.from(JSON.stringify([publishedAt.toISOString(), id])).toString("base64url");

/** Reads known parameters and lets others be. @throws AppError bad_request */
export function parseParameters<T extends z.ZodObject>(
  schema: T,
  parameters: URLSearchParams,
): z.infer<T> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const [value, ...more] = parameters.getAll(name);
    if (more.length > 0) throw new AppError("bad_request", `${name}: say it once.`);
    if (value !== undefined) given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError("bad_request", `${issue?.path.join(".")}: ${issue?.message}.`);
}

/** @throws AppError bad_request */
export function parseDailyQuery(parameters: URLSearchParams): DailyQuery {
  const { p, date, week, month, ...rest } = parseParameters(dailyParameters, parameters);
  const periods = [date, week, month].filter((period) => period !== undefined);
  if (periods.length > 1)
    throw new AppError("bad_request", "Name one of date, week and month, not several.");
  return { page: p, period: periods[0], ...rest };
}
