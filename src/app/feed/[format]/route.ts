import { readView } from "@/app/_lib/view-feed";
import { env } from "@/env";
import { FEEDS, parseFeedFormat } from "@/features/feed/links";
import { countLatestListings } from "@/features/feed/queries-latest";
import { syndicate } from "@/features/feed/syndication";
import { parseView, type View } from "@/features/feed/view";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler } from "@/lib/http";
import { respondCacheable } from "@/lib/http-cache";

/** So many papers a feed holds at most; of the latest the newest days whole. */
const MOST = 100;

type Context = { params: Promise<{ format: string }> };

/** RSS, Atom or JSON Feed of any list: `?date= ?week= ?month= ?q= ?sort=trending ?author= …`. */
export const GET = createHandler(async (request, { params }: Context) => {
  const format = parseFeedFormat((await params).format);
  if (!format) throw new AppError("not_found", "Feeds are /feed/rss, /feed/atom and /feed/json.");
  const view = parseView(new URL(request.url).searchParams);
  const size = view.kind === "latest" ? await countLatestListings() : MOST;
  const feed = await readView(forFollowers(view), { size, now: now() });
  const { siteName, siteUrl } = env();
  const text = syndicate({ ...feed, view }, format, { name: siteName, url: siteUrl });
  return respondCacheable(
    request,
    text,
    { "Content-Type": `${FEEDS[format].type}; charset=utf-8` },
    now(),
  );
});

/** Who follows a search waits for what is new: by relevance it might never come up. Its own `sort:` counts. */
const forFollowers = (view: View): View =>
  view.kind === "search" ? { ...view, query: `sort:new ${view.query}` } : view;
