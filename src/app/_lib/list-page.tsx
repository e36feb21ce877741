import type { ReactNode } from "react";
import { env } from "@/env";
import { SubscribeBanner } from "@/features/digest/subscription/components/SubscribeBanner";
import { FeedPage } from "@/features/feed/components/FeedPage";
import { explainEmptyPeriod } from "@/features/feed/empty-reason";
import { feedLinks } from "@/features/feed/links";
import type { Feed } from "@/features/feed/schema";
import { periodAddress, type View, viewAddress } from "@/features/feed/view";
import { parseSources } from "@/features/ingest/pull/source-config";
import { listDayNotes } from "@/features/ingest/status/queries-day";
import { now } from "@/lib/clock";
import { addDays, formatPeriod, toUtcDay } from "@/lib/day";

/** A day that has papers and is older is as full as it will be. */
const NEWS_DAYS = 14;

/** What the sources tell of a day that has no or few papers. */
async function newsOf({ period, papers }: Feed): Promise<string[]> {
  if (period?.kind !== "day") return [];
  const at = now();
  if (papers.length > 0 && period.first < addDays(toUtcDay(at), -NEWS_DAYS)) return [];
  return listDayNotes(parseSources(env().sources), period.first, at);
}

/** What every list page is made of, whichever its period. */
export async function ListPage({ feed }: { feed: Feed }) {
  const { siteName, siteCurator, smtpUrl } = env();
  const news = await newsOf(feed);
  return (
    <FeedPage
      feed={feed}
      site={{ name: siteName, curator: siteCurator }}
      empty={<Empty feed={feed} news={news} />}
    >
      {feed.papers.length > 0 && news.length > 0 && (
        <p className="mb-4 text-sm text-soft">
          {news.join(" ")}{" "}
          <a href="/status" className="quiet-link">
            Sources
          </a>
        </p>
      )}
      <SubscribeBanner outbox={!smtpUrl} />
    </FeedPage>
  );
}

type EmptyProps = { feed: Feed; news: string[] };

/** Says why there is nothing here and leads to where there is something. */
function Empty({ feed: { period, previous, next }, news }: EmptyProps): ReactNode {
  const nearest = previous ?? next;
  return (
    <>
      <p className="text-lg">
        {period
          ? explainEmptyPeriod(period, toUtcDay(now()), news)
          : "There are no papers on this site yet."}
      </p>
      {nearest && (
        <p className="mt-6">
          <a href={periodAddress(nearest)} className="button">
            See {formatPeriod(nearest)}
          </a>
        </p>
      )}
    </>
  );
}

/** For the head of a list's page: its own address, and its feeds for readers that look for them. */
export const listAlternates = (view: View) => ({
  canonical: viewAddress(view),
  types: feedLinks(view, env().siteName),
});
