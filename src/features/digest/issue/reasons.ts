import type { Topics } from "@/features/digest/schema";
import { type Day, formatDayWithoutYear } from "@/lib/day";

/** So many of a reader's topics are named in a sentence. */
const NAMED = 4;

const quoted = (word: string) => `“${word}”`;

/** `a`, `a or b`, `a, b or c` */
const listed = (words: string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** ` matching cs.CL or “diffusion”`, with a space before it; "" where everything is wanted. */
export function describeTopics({
  categories = [],
  keywords = [],
  authors = [],
  organizations = [],
  excluded = [],
}: Topics): string {
  const all = [...categories, ...keywords.map(quoted), ...authors, ...organizations];
  const rest = all.length - NAMED;
  const named =
    rest > 1 ? [...all.slice(0, NAMED), `${rest} more topics`] : all.slice(0, NAMED + 1);
  const match = all.length ? ` matching ${listed(named)}` : "";
  const away = excluded.length > NAMED ? `${excluded.length} words` : listed(excluded.map(quoted));
  return excluded.length ? `${match} without ${away}` : match;
}

const papers = (count: number, what: string) =>
  `${count.toLocaleString("en")} ${what} ${count === 1 ? "paper" : "papers"}`;

const most = (count: number) =>
  count === 1 ? "The one that trends most" : `The ${count} that trend most`;

type Chosen = {
  /** Chosen papers that are new in this edition, of so many that could have been */
  newCount: number;
  newTotal: number;
  /** Chosen papers that weren't new any more */
  returningCount: number;
  /** The date after which a paper is new */
  since: Day;
  topics: Topics;
};

/** Why a mail has these papers: "The 10 that trend most of 43 new papers since Wednesday, March 4." */
export function explainSelection({
  newCount: fresh,
  newTotal: freshOf,
  returningCount: risen,
  since,
  topics,
}: Chosen): string {
  const match = describeTopics(topics);
  if (fresh === 0) return `${papers(risen, "earlier")}${match}, trending now.`;
  const all = `${papers(freshOf, "new")}${match} since ${formatDayWithoutYear(since)}`;
  const best = fresh < freshOf ? `${most(fresh)} of ${all}` : all;
  const earlier =
    risen === 1 ? "1 earlier one that trends now" : `${risen} earlier ones that trend now`;
  if (risen > 0) return `${best}, and ${earlier}.`;
  if (fresh < freshOf) return `${best}.`;
  return freshOf === 1
    ? `The one new paper${match} since ${formatDayWithoutYear(since)}.`
    : `All ${all}.`;
}

/** Why an edition mailed nobody. */
export const EMPTY_REASONS = {
  noNewPapers: (since: Day) =>
    `No new papers since ${formatDayWithoutYear(since)}: nothing was mailed.`,
  noSubscribers: "Nobody was subscribed to it: nothing was mailed.",
  noMatches: "None of its papers was both wished for and not mailed before: nothing was mailed.",
};
