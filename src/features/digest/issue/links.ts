import type { Rhythm } from "@/features/digest/schema";
import { FEEDS, type FeedFormat } from "@/features/feed/links";

export const ARCHIVE_PATH = "/digest";

export const buildIssuePath = ({ edition }: { edition: string }): string =>
  `${ARCHIVE_PATH}/${edition}`;

export const buildFeedPath = (format: FeedFormat, rhythm?: Rhythm): string =>
  `${ARCHIVE_PATH}/feed/${format}${rhythm ? `?${new URLSearchParams({ rhythm })}` : ""}`;

const FEED_FORMATS = ["rss", "atom", "json"] as const;

export const DIGEST_FEEDS = FEED_FORMATS.map((format) => ({
  name: FEEDS[format].name,
  type: FEEDS[format].type,
  href: buildFeedPath(format),
}));

/** Builds the links to the digest's feeds for a page's head: `alternates.types` of Next's metadata. */
export const buildFeedAlternates = (siteName: string) =>
  Object.fromEntries(
    DIGEST_FEEDS.map(({ name, type, href }) => [
      type,
      [{ url: href, title: `${siteName} digest (${name})` }],
    ]),
  );
