import { RHYTHMS, type Rhythm } from "@/features/digest/schema";
import { FEEDS, type FeedFormat } from "@/features/feed/links";

export const ARCHIVE = "/digest";

export const issueAddress = ({ edition }: { edition: string }): string => `${ARCHIVE}/${edition}`;

/** What an issue of a rhythm is called. */
export const RHYTHM_NAMES: Record<Rhythm, string> = {
  daily: "Daily",
  weekdays: "Weekdays",
  weekly: "Weekly",
  monthly: "Monthly",
};

export const parseRhythm = (text: string): Rhythm | undefined =>
  RHYTHMS.find((rhythm) => rhythm === text);

export const digestFeedAddress = (format: FeedFormat, rhythm?: Rhythm): string =>
  `${ARCHIVE}/feed/${format}${rhythm ? `?${new URLSearchParams({ rhythm })}` : ""}`;

const FORMATS = ["rss", "atom", "json"] as const;

export const digestFeeds = FORMATS.map((format) => ({
  name: FEEDS[format].name,
  type: FEEDS[format].type,
  href: digestFeedAddress(format),
}));

/** The digest's feeds as a page's head announces them (`alternates.types` of Next's metadata). */
export const digestFeedLinks = (siteName: string) =>
  Object.fromEntries(
    digestFeeds.map(({ name, type, href }) => [
      type,
      [{ url: href, title: `The digest of ${siteName} (${name})` }],
    ]),
  );
