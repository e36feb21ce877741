import { readView } from "@/app/_lib/view-feed";
import { env } from "@/env";
import { FEEDS, parseFeedFormat } from "@/features/feed/links";
import { countLatestListings } from "@/features/feed/queries-latest";
import { syndicate } from "@/features/feed/syndication";
import { parseView, type View } from "@/features/feed/view";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { respondCacheable } from "@/lib/http/cache";
import { createHandler } from "@/lib/http/handler";

/** The limit of all views except the latest papers, whose feed contains the newest days completely. */
const MAX_PAPERS_PER_FEED = 100;

type Context = { params: Promise<{ format: string }> };

/** Returns any list as RSS, Atom or JSON Feed: `?date= ?week= ?month= ?q= ?sort=trending ?author= …`. */
export const GET = createHandler(async (request, { params }: Context) => {
  const format = parseFeedFormat((await params).format);
  if (!format) {
    throw new AppError("not_found", "Feeds are at /feed/rss, /feed/atom and /feed/json.");
  }
  const view = parseView(new URL(request.url).searchParams);
  const size = view.kind === "latest" ? await countLatestListings() : MAX_PAPERS_PER_FEED;
  const feed = await readView(sortByDate(view), size);
  const { siteName, siteUrl } = env();
  const text = syndicate({ ...feed, view }, format, { name: siteName, url: siteUrl });
  return respondCacheable(
    request,
    text,
    { "Content-Type": `${FEEDS[format].type}; charset=utf-8` },
    now(),
  );
});

/**
 * Sorts a search by date, because in the order of relevance a new paper might never reach the feed. The
 * query's own `sort:` comes later and wins.
 */
const sortByDate = (view: View): View =>
  view.kind === "search" ? { ...view, query: `sort:new ${view.query}` } : view;
