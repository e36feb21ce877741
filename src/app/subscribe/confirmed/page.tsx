import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";
import { formatDueTime } from "@/features/digest/schedule/describe";
import { getNextEmail } from "@/features/digest/schedule/due";
import { findSubscription, findSubscriptionByLink } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "You are subscribed", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function ConfirmedPage({ searchParams }: Props) {
  const token = singleParam((await searchParams).token) ?? "";
  const read = await findSubscriptionByLink(token, now());
  const subscription = read && !read.expired ? await findSubscription(read.id) : null;
  return (
    <Note title="You are subscribed">
      {subscription?.state === "active" ? (
        <>
          <p>
            The first digest comes on{" "}
            <b className="font-semibold">
              {formatDueTime(
                getNextEmail(subscription, { ...subscription, emailedOn: [], now: now() }),
              )}
            </b>
            , if there are new papers. Another hour, a week&rsquo;s digest instead of a day&rsquo;s,
            only some topics?
          </p>
          <p className="flex flex-wrap gap-3">
            <a href={`/subscription/${token}`} className="button">
              Choose what comes when
            </a>
            <a href="/papers" className="button button-quiet">
              Today&rsquo;s papers
            </a>
          </p>
        </>
      ) : (
        <>
          <p>The next digest comes to you. Each one has links to change it and to unsubscribe.</p>
          <p>
            <TodaysPapersLink />
          </p>
        </>
      )}
      <p>
        What went out before is in the{" "}
        <a href="/digest" className="quiet-link">
          digest archive
        </a>
        .
      </p>
    </Note>
  );
}
