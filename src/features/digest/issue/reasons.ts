import type { Topics } from "@/features/digest/schema";
import { type Day, formatDayWithoutYear } from "@/lib/day";
import { plural } from "@/lib/plural";

/** How many of a subscriber's topics a sentence names. */
const MAX_NAMED_TOPICS = 4;

const quote = (word: string) => `“${word}”`;

/** Joins words: `a`, `a or b`, `a, b or c`. */
const joinWithOr = (words: string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** Names all topics if at most one would be left out, otherwise the first ones and how many follow. */
function nameTopics(topics: string[]): string {
  const unnamedCount = topics.length - MAX_NAMED_TOPICS;
  if (unnamedCount <= 1) return joinWithOr(topics);
  return joinWithOr([...topics.slice(0, MAX_NAMED_TOPICS), `${unnamedCount} more topics`]);
}

/**
 * Describes topics as part of a sentence, with a space before it: ` matching cs.CL or “diffusion”
 * without “survey”`. Returns "" if there are no topics.
 */
function describeTopics({
  categories = [],
  keywords = [],
  authors = [],
  organizations = [],
  excluded = [],
}: Topics): string {
  const wanted = [...categories, ...keywords.map(quote), ...authors, ...organizations];
  const matching = wanted.length ? ` matching ${nameTopics(wanted)}` : "";
  if (excluded.length === 0) return matching;
  const unwanted =
    excluded.length > MAX_NAMED_TOPICS
      ? `${excluded.length} words`
      : joinWithOr(excluded.map(quote));
  return `${matching} without ${unwanted}`;
}

type SelectionFacts = {
  /** Selected papers that are new in this edition */
  newCount: number;
  /** New papers that match and were not sent to these subscribers before; at least `newCount` */
  newTotal: number;
  /** Selected papers that are not new in this edition */
  returningCount: number;
  /** Papers first seen after this date are new */
  since: Day;
  topics: Topics;
};

/** Explains in a sentence why these papers were selected: "Top 10 of 43 new papers since Wednesday, March 4." */
export function explainSelection(facts: SelectionFacts): string {
  const { newCount, newTotal, returningCount, since, topics } = facts;
  const matching = describeTopics(topics);
  if (newCount === 0) return `${plural(returningCount, "older paper")}${matching}, now trending.`;
  const sinceDay = `since ${formatDayWithoutYear(since)}`;
  const allNew = `${plural(newTotal, "new paper")}${matching} ${sinceDay}`;
  const topOfNew = `${newCount === 1 ? "The top one" : `Top ${newCount}`} of ${allNew}`;
  const selectedNew = newCount < newTotal ? topOfNew : allNew;
  if (returningCount > 0) {
    return `${selectedNew}, and ${plural(returningCount, "older paper")} now trending.`;
  }
  if (newCount < newTotal) return `${selectedNew}.`;
  return newTotal === 1 ? `The only new paper${matching} ${sinceDay}.` : `All ${allNew}.`;
}

/** Why no email was sent for an edition. */
export const EMPTY_REASONS = {
  noNewPapers: (since: Day) => `No new papers since ${formatDayWithoutYear(since)}.`,
  noSubscribers: "Nobody was subscribed to this edition.",
  noMatches: "Its subscribers chose other topics or had already received these papers.",
};
