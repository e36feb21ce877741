import { readView } from "@/app/view-feed";
import { env } from "@/env";
import { FEEDS, parseFeedFormat } from "@/features/feed/links";
import { countNewest } from "@/features/feed/queries-latest";
import { syndicate } from "@/features/feed/syndication";
import { parseView } from "@/features/feed/view";
import { now } from "@/lib/clock";
import { answerKept } from "@/lib/conditional";
import { AppError } from "@/lib/errors";
import { handler } from "@/lib/http";

/** So many papers a feed holds at most; of the latest the newest days whole. */
const MOST = 100;

type Context = { params: Promise<{ format: string }> };

/** RSS, Atom or JSON Feed of any list: `?date= ?week= ?month= ?q= ?sort=trending ?author= …`. */
export const GET = handler(async (request, { params }: Context) => {
  const format = parseFeedFormat((await params).format);
  if (!format) throw new AppError("not_found", "Feeds are /feed/rss, /feed/atom and /feed/json.");
  const view = parseView(new URL(request.url).searchParams);
  const size = view.kind === "latest" ? await countNewest() : MOST;
  const feed = await readView(view, { size, now: now() });
  const { siteName, siteUrl } = env();
  const text = syndicate(feed, format, { name: siteName, url: siteUrl });
  return answerKept(
    request,
    text,
    { "Content-Type": `${FEEDS[format].type}; charset=utf-8` },
    now(),
  );
});
