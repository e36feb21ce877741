import { z } from "zod";
import { formatPeriod, type Period, parsePeriod } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/http/parse-input";
import { MAX_NAME_LENGTH, TOPIC_KINDS, type Topic, topicAddress } from "./topic";

/** A list of papers that has a page, feeds and exports. */
export type View =
  | { kind: "latest" }
  | { kind: "trending" }
  | { kind: "period"; period: Period }
  | { kind: "search"; query: string }
  | { kind: "topic"; topic: Topic };

const PERIOD_FOLDERS = { day: "date", week: "week", month: "month" } as const;

/** Returns the path of a period's page. */
export const periodAddress = ({ kind, key }: Period): string =>
  `/papers/${PERIOD_FOLDERS[kind]}/${key}`;

/** Returns the path of a view's page, with the query of a search. */
export function viewAddress(view: View): string {
  if (view.kind === "latest") return "/papers";
  if (view.kind === "trending") return "/papers/trending";
  if (view.kind === "period") return periodAddress(view.period);
  if (view.kind === "search") return `/papers?${new URLSearchParams({ q: view.query })}`;
  return topicAddress(view.topic);
}

/** Returns the title of a view's page and feed. */
export function viewTitle(view: View): string {
  if (view.kind === "latest") return "Latest papers";
  if (view.kind === "trending") return "Trending papers";
  if (view.kind === "period") return formatPeriod(view.period);
  if (view.kind === "search") return `Papers for “${view.query}”`;
  const { kind, name } = view.topic;
  if (kind === "author") return `Papers by ${name}`;
  if (kind === "submitter") return `Papers submitted by ${name}`;
  return kind === "category" ? `Papers in ${name}` : `Papers from ${name}`;
}

/** Formats a view as the query that `parseView` parses: "" for the latest, else it begins with "?". */
export function viewQuery(view: View): string {
  if (view.kind === "latest") return "";
  if (view.kind === "trending") return "?sort=trending";
  const [name, value] = viewParameter(view);
  return `?${new URLSearchParams({ [name]: value })}`;
}

function viewParameter(view: Exclude<View, { kind: "latest" | "trending" }>): [string, string] {
  if (view.kind === "search") return ["q", view.query];
  if (view.kind === "topic") return [view.topic.kind, view.topic.name];
  return [PERIOD_FOLDERS[view.period.kind], view.period.key];
}

/** A parameter that names an existing day, week or month. */
export const periodParameter = (kind: Period["kind"], form: string, example: string) =>
  z
    .string()
    .transform((text, context) => {
      const period = parsePeriod(kind, text);
      if (!period) {
        context.addIssue({ code: "custom", message: `must be an existing ${kind}, as ${form}` });
      }
      return period ?? z.NEVER;
    })
    .optional()
    .meta({ description: `A ${kind} as ${form}, UTC`, param: { example } });

const topicParameter = (description: string) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
    .optional()
    .meta({ description });

/** The parameters by which a feed or an export names its list: at most one of them is given. */
export const viewParameters = z.object({
  date: periodParameter("day", "YYYY-MM-DD", "2026-02-19"),
  week: periodParameter("week", "YYYY-Www", "2026-W08"),
  month: periodParameter("month", "YYYY-MM", "2026-02"),
  sort: z
    .literal("trending", "must be trending")
    .optional()
    .meta({ description: "The trending papers" }),
  q: z.string().optional().meta({ description: "The results of a search" }),
  author: topicParameter("The papers of an author"),
  organization: topicParameter("The papers of an organization"),
  category: topicParameter("The papers in an arXiv category"),
  submitter: topicParameter("The papers that somebody submitted"),
});

/**
 * Parses the view that a feed's or an export's parameters name; the latest papers if they name none.
 * Other parameters are ignored, and of a repeated one only the first counts.
 *
 * @throws AppError bad_request for a period that doesn't exist, two views, or a name too long
 */
export function parseView(parameters: URLSearchParams): View {
  // Of two entries with the same name the last one wins, which is the first parameter here.
  const first = Object.fromEntries([...parameters].toReversed());
  const { date, week, month, q, sort, ...topics } = parseInput(viewParameters, first);
  const views: View[] = [];
  for (const period of [date, week, month]) {
    if (period) views.push({ kind: "period", period });
  }
  if (q !== undefined) views.push({ kind: "search", query: q });
  for (const kind of TOPIC_KINDS) {
    const name = topics[kind];
    if (name !== undefined) views.push({ kind: "topic", topic: { kind, name } });
  }
  if (sort) views.push({ kind: "trending" });
  if (views.length > 1) {
    throw new AppError("bad_request", "Name only one list: its parameters can't be combined.");
  }
  return views[0] ?? { kind: "latest" };
}
