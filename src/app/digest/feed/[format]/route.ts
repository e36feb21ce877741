import { env } from "@/env";
import { renderDigestFeed } from "@/features/digest/issue/feed";
import { parseRhythm } from "@/features/digest/issue/links";
import { listArchive } from "@/features/digest/issue/queries";
import { RHYTHMS } from "@/features/digest/schema";
import { FEEDS, parseFeedFormat } from "@/features/feed/links";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler } from "@/lib/http";
import { respondCacheable } from "@/lib/http-cache";

/** So many issues a feed holds: a month of them. */
const MOST = 31;

type Context = { params: Promise<{ format: string }> };

/** The digest's archive as RSS, Atom or JSON Feed; `?rhythm=weekly` for one rhythm alone. */
export const GET = createHandler(async (request, { params }: Context) => {
  const format = parseFeedFormat((await params).format);
  if (!format) {
    throw new AppError("not_found", "Feeds are /digest/feed/rss, /digest/feed/atom and /json.");
  }
  const given = new URL(request.url).searchParams.get("rhythm");
  const rhythm = given === null ? undefined : parseRhythm(given);
  if (given !== null && !rhythm) {
    throw new AppError("bad_request", `"rhythm" is one of ${RHYTHMS.join(", ")}.`);
  }
  const { siteName, siteUrl } = env();
  const issues = await listArchive({ skip: 0, take: MOST, rhythm });
  const site = { name: siteName, url: siteUrl };
  const text = renderDigestFeed(issues, { format, rhythm, site });
  const type = `${FEEDS[format].type}; charset=utf-8`;
  return respondCacheable(request, text, { "Content-Type": type }, now());
});
