import type { ReactNode } from "react";
import { env } from "@/env";
import { SubscribeBanner } from "@/features/digest/components/SubscribeBanner";
import { addressOf } from "@/features/feed/address";
import { FeedPage } from "@/features/feed/components/FeedPage";
import { whyEmpty } from "@/features/feed/empty";
import { feedLinks } from "@/features/feed/links";
import type { Feed } from "@/features/feed/schema";
import { type View, viewAddress } from "@/features/feed/view";
import { now } from "@/lib/clock";
import { dayOf, periodTitle } from "@/lib/day";

/** What every list page is made of, whichever its period. */
export function ListPage({ feed }: { feed: Feed }) {
  const { siteName, siteCurator, smtpUrl } = env();
  return (
    <FeedPage
      feed={feed}
      site={{ name: siteName, curator: siteCurator }}
      empty={<Empty feed={feed} />}
    >
      <SubscribeBanner outbox={!smtpUrl} />
    </FeedPage>
  );
}

/** Says why there is nothing here and leads to where there is something. */
function Empty({ feed: { period, previous, next } }: { feed: Feed }): ReactNode {
  const nearest = previous ?? next;
  return (
    <>
      <p className="text-lg">
        {period ? whyEmpty(period, dayOf(now())) : "There are no papers on this site yet."}
      </p>
      {nearest && (
        <p className="mt-6">
          <a href={addressOf(nearest)} className="button">
            See {periodTitle(nearest)}
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

type Search = Promise<{ p?: string | string[] }>;

/** The page number of an address, from 0; null for what is none. */
export async function pageOf(search: Search): Promise<number | null> {
  const { p = "0" } = await search;
  return typeof p === "string" && /^\d{1,4}$/.test(p) ? Number(p) : null;
}
