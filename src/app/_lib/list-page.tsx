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

/** Older days with papers get no notes: no source will add more papers to them. */
const MAX_AGE_DAYS_OF_NOTES = 14;

/** Returns sentences on the sources of a day without papers or with few. */
async function readDayNotes({ period, papers }: Feed): Promise<string[]> {
  if (period?.kind !== "day") return [];
  const at = now();
  if (papers.length > 0 && period.first < addDays(toUtcDay(at), -MAX_AGE_DAYS_OF_NOTES)) return [];
  return listDayNotes(parseSources(env().sources), period.first, at);
}

/** The page of a period or of the trending papers, with the data from other features. */
export async function ListPage({ feed }: { feed: Feed }) {
  const { siteName, siteCurator, smtpUrl } = env();
  const notes = await readDayNotes(feed);
  return (
    <FeedPage
      feed={feed}
      site={{ name: siteName, curator: siteCurator }}
      empty={<Empty feed={feed} notes={notes} />}
    >
      {feed.papers.length > 0 && notes.length > 0 && (
        <p className="mb-4 text-sm text-soft">
          {notes.join(" ")}{" "}
          <a href="/status" className="quiet-link">
            Status
          </a>
        </p>
      )}
      <SubscribeBanner outbox={!smtpUrl} />
    </FeedPage>
  );
}

type EmptyProps = { feed: Feed; notes: string[] };

/** Explains why there are no papers, and links to the nearest period that has some. */
function Empty({ feed: { period, previous, next }, notes }: EmptyProps): ReactNode {
  const nearest = previous ?? next;
  return (
    <>
      <p className="text-lg">
        {period
          ? explainEmptyPeriod(period, toUtcDay(now()), notes)
          : "This site has no papers yet."}
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

/** Returns the canonical address and the feeds of a view, for the <head> of its page. */
export const listAlternates = (view: View) => ({
  canonical: viewAddress(view),
  types: feedLinks(view, env().siteName),
});
