import {
  type Day,
  formatPeriod,
  type Period,
  parseDay,
  parseMonth,
  parseWeek,
  toDayPeriod,
} from "@/lib/day";
import { AppError } from "@/lib/errors";
import { periodAddress } from "./address";
import { formatNameSegment } from "./topic";

/** Somebody or something whose papers have a page. */
export type Topic = { kind: (typeof TOPICS)[number]; name: string };
export const TOPICS = ["author", "organization", "category", "submitter"] as const;

/** A list of papers that has a page, a feed and exports. */
export type View =
  | { kind: "latest" }
  | { kind: "trending" }
  | { kind: "period"; period: Period }
  | { kind: "search"; query: string }
  | { kind: "topic"; topic: Topic };

const LONGEST_NAME = 500;
const PLURAL = {
  author: "authors",
  organization: "organizations",
  category: "categories",
  submitter: "submitters",
};

export const topicAddress = ({ kind, name }: Topic): string =>
  `/${PLURAL[kind]}/${formatNameSegment(name)}`;

/** The path of a view's page. */
export function viewAddress(view: View): string {
  if (view.kind === "latest") return "/papers";
  if (view.kind === "trending") return "/papers/trending";
  if (view.kind === "period") return periodAddress(view.period);
  if (view.kind === "search") return `/papers?${new URLSearchParams({ q: view.query })}`;
  return topicAddress(view.topic);
}

/** What a view is a list of, in words. */
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

/** The query by which addresses of feeds and exports name a view; "" for the latest. */
export function viewQuery(view: View): string {
  if (view.kind === "latest") return "";
  if (view.kind === "trending") return "?sort=trending";
  const [name, value] = viewParameter(view);
  return `?${new URLSearchParams({ [name]: value })}`;
}

function viewParameter(view: Exclude<View, { kind: "latest" | "trending" }>): [string, string] {
  if (view.kind === "search") return ["q", view.query];
  if (view.kind === "topic") return [view.topic.kind, view.topic.name];
  return [view.period.kind === "day" ? "date" : view.period.kind, view.period.key];
}

const toDay = (text: string): Period | null => {
  const day: Day | null = parseDay(text);
  return day ? toDayPeriod(day) : null;
};
const PERIODS = { date: toDay, week: parseWeek, month: parseMonth };
const PERIOD_FORM = { date: "YYYY-MM-DD", week: "YYYY-Www", month: "YYYY-MM" };

/**
 * The view that `?date=`, `?week=`, `?month=`, `?q=`, `?sort=trending`, `?author=`, `?organization=`,
 * `?category=` or `?submitter=` names; without any of them the latest.
 *
 * @throws AppError bad_request for a period that doesn't exist, two views at once, a name too long
 */
export function parseView(parameters: URLSearchParams): View {
  const views: View[] = [];
  for (const name of ["date", "week", "month"] as const) {
    const text = parameters.get(name);
    if (text === null) continue;
    const period = PERIODS[name](text);
    if (!period)
      throw new AppError("bad_request", `${name}: write an existing one as ${PERIOD_FORM[name]}.`);
    views.push({ kind: "period", period });
  }
  const query = parameters.get("q");
  if (query !== null) views.push({ kind: "search", query });
  for (const kind of TOPICS) {
    const name = parameters.get(kind);
    if (name === null) continue;
    if (!name || name.length > LONGEST_NAME)
      throw new AppError("bad_request", `${kind}: name one.`);
    views.push({ kind: "topic", topic: { kind, name } });
  }
  const sort = parameters.get("sort");
  if (sort !== null && sort !== "trending")
    throw new AppError("bad_request", "sort: only trending.");
  if (sort) views.push({ kind: "trending" });
  if (views.length > 1) throw new AppError("bad_request", "Name one list, not several.");
  return views[0] ?? { kind: "latest" };
}
