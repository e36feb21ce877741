import { RHYTHMS, type Rhythm } from "@/features/digest/schema";
import { FEEDS, type FeedFormat } from "@/features/feed/links";

export const ARCHIVE_PATH = "/digest";

export const buildIssuePath = ({ edition }: { edition: string }): string =>
  `${ARCHIVE_PATH}/${edition}`;

/** What an issue of a rhythm is called. */
export const RHYTHM_NAMES: Record<Rhythm, string> = {
  daily: "Daily",
  weekdays: "Weekdays",
  weekly: "Weekly",
  monthly: "Monthly",
};

export const parseRhythm = (text: string): Rhythm | undefined =>
  RHYTHMS.find((rhythm) => rhythm === text);

export const buildFeedPath = (format: FeedFormat, rhythm?: Rhythm): string =>
  `${ARCHIVE_PATH}/feed/${format}${rhythm ? `?${new URLSearchParams({ rhythm })}` : ""}`;

const FORMATS = ["rss", "atom", "json"] as const;

export const DIGEST_FEEDS = FORMATS.map((format) => ({
  name: FEEDS[format].name,
  type: FEEDS[format].type,
  href: buildFeedPath(format),
}));

/** The digest's feeds as a page's head announces them (`alternates.types` of Next's metadata). */
export const buildFeedAlternates = (siteName: string) =>
  Object.fromEntries(
    DIGEST_FEEDS.map(({ name, type, href }) => [
      type,
      [{ url: href, title: `The digest of ${siteName} (${name})` }],
    ]),
  );
