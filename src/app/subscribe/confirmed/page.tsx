import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";
import { formatDueTime } from "@/features/digest/schedule/describe";
import { getNextEmail } from "@/features/digest/schedule/due";
import {
  findSubscription,
  findSubscriptionByLink,
  type Subscription,
} from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "You are subscribed", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function ConfirmedPage({ searchParams }: Props) {
  const token = singleParam((await searchParams).token) ?? "";
  const link = await findSubscriptionByLink(token, now());
  const subscription = link && !link.expired ? await findSubscription(link.id) : null;
  return (
    <Note title="You are subscribed">
      {subscription?.state === "active" ? (
        <FirstDigest subscription={subscription} token={token} />
      ) : (
        <>
          <p>
            You&rsquo;ll get the next digest. Each one has links to change your settings and to
            unsubscribe.
          </p>
          <p>
            <TodaysPapersLink />
          </p>
        </>
      )}
      <p>
        Past issues are in the{" "}
        <a href="/digest" className="quiet-link">
          digest archive
        </a>
        .
      </p>
    </Note>
  );
}

function FirstDigest({ subscription, token }: { subscription: Subscription; token: string }) {
  const { pausedUntil } = subscription;
  const next = getNextEmail(subscription, { pausedUntil, emailedOn: [], now: now() });
  return (
    <>
      <p>
        Your first digest arrives on <b className="font-semibold">{formatDueTime(next)}</b>, if
        there are new papers. Want a different time, a weekly digest, or only certain topics?
      </p>
      <p className="flex flex-wrap gap-3">
        <a href={`/subscription/${token}`} className="button">
          Customize your digest
        </a>
        <a href="/papers" className="button button-quiet">
          Today&rsquo;s papers
        </a>
      </p>
    </>
  );
}
