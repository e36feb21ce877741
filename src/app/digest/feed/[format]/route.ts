import { z } from "zod";
import { env } from "@/env";
import { renderDigestFeed } from "@/features/digest/issue/feed";
import { listArchive } from "@/features/digest/issue/queries";
import { RHYTHMS } from "@/features/digest/schema";
import { FEEDS, parseFeedFormat } from "@/features/feed/links";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { respondCacheable } from "@/lib/http/cache";
import { createHandler } from "@/lib/http/handler";
import { parseInput } from "@/lib/http/parse-input";

/** A month of daily issues. */
const MAX_ISSUES_PER_FEED = 31;

const parameters = z.object({
  rhythm: z.enum(RHYTHMS, { error: `must be one of ${RHYTHMS.join(", ")}` }).optional(),
});

type Context = { params: Promise<{ format: string }> };

/** Returns the digest's archive as RSS, Atom or JSON Feed; `?rhythm=weekly` selects one rhythm. */
export const GET = createHandler(async (request, { params }: Context) => {
  const format = parseFeedFormat((await params).format);
  if (!format) {
    throw new AppError(
      "not_found",
      "Feeds are /digest/feed/rss, /digest/feed/atom and /digest/feed/json.",
    );
  }
  const query = new URL(request.url).searchParams;
  const { rhythm } = parseInput(parameters, { rhythm: query.get("rhythm") ?? undefined });
  const { siteName, siteUrl } = env();
  const issues = await listArchive({ skip: 0, take: MAX_ISSUES_PER_FEED, rhythm });
  const site = { name: siteName, url: siteUrl };
  const text = renderDigestFeed(issues, { format, rhythm, site });
  const type = `${FEEDS[format].type}; charset=utf-8`;
  return respondCacheable(request, text, { "Content-Type": type }, now());
});
