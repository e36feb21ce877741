"use client";

import { useEffect, useState } from "react";
import { Moment } from "@/components/Moment";
import {
  type DeliveryProgress,
  isDelivering,
  type OpenIssue,
} from "@/features/digest/admin/progress";
import { SECOND } from "@/lib/duration";
import { plural } from "@/lib/plural";
import { DeliveryCounts } from "./DeliveryCounts";

const POLL_INTERVAL_MS = 3 * SECOND;
const MAX_ISSUES_SHOWN = 12;

/** Polls the progress while something is sent or paused and the page is visible. */
function useProgress(initial: DeliveryProgress): DeliveryProgress {
  const [progress, setProgress] = useState(initial);
  const isPolling = isDelivering(progress) || progress.paused !== null;
  useEffect(() => {
    if (!isPolling) return;
    const timer = setInterval(async () => {
      if (document.hidden) return;
      try {
        const response = await fetch("/api/admin/digest/run");
        if (response.ok) setProgress(await response.json());
      } catch {
        // Offline: the page keeps the last progress, and the next poll may succeed.
      }
    }, POLL_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [isPolling]);
  return progress;
}

type Props = {
  initial: DeliveryProgress;
  /** The limit of emails per minute (MAIL_RATE); undefined if there is none */
  rate?: number;
};

/** Shows the issues that are being delivered, the process that sends them, and the pause of sending. */
export function ProgressPanel({ initial, rate }: Props) {
  const { lease, paused, failures, open } = useProgress(initial);
  return (
    <div className="space-y-4 text-sm">
      {paused && (
        <div className="rounded-lg bg-accent-ground px-4 py-3">
          <p className="break-words">
            <strong>Paused</strong> until <Moment instant={paused.until} />. {paused.reason}
          </p>
          <form action="/api/admin/digest/pause" method="post" className="mt-3">
            <button type="submit" className="button">
              Resume now
            </button>
          </form>
        </div>
      )}
      <p className="break-words text-soft">
        {lease ? (
          <>
            <span className="text-ink">{lease.owner}</span> is sending. Its lease ends{" "}
            <Moment instant={lease.until} />.
          </>
        ) : (
          "No delivery in progress."
        )}{" "}
        {rate
          ? `Limit: ${plural(rate, "email")} a minute (MAIL_RATE).`
          : "No rate limit is set (MAIL_RATE)."}
        {failures > 0 && ` Failed connections in a row: ${failures}.`}
      </p>
      {open.length === 0 && <p>All recent emails are accounted for.</p>}
      {open.slice(0, MAX_ISSUES_SHOWN).map((issue) => (
        <OpenIssueRow key={issue.id} issue={issue} />
      ))}
      {open.length > MAX_ISSUES_SHOWN && (
        <p>{plural(open.length - MAX_ISSUES_SHOWN, "more issue")} in progress.</p>
      )}
    </div>
  );
}

function OpenIssueRow({ issue }: { issue: OpenIssue }) {
  const { edition, title, counts, deliveryCount, deferred } = issue;
  return (
    <div>
      <a href={`/admin/digest/issues/${edition}`} className="quiet-link break-words">
        {title}
      </a>
      <DeliveryCounts
        counts={counts}
        deliveryCount={deliveryCount}
        label={`Progress of ${edition}`}
      />
      {deferred && (
        <p className="mt-1 text-soft">
          Retries from <Moment instant={deferred.from} />
          {deferred.to !== deferred.from && (
            <>
              {" "}
              to <Moment instant={deferred.to} />
            </>
          )}
        </p>
      )}
    </div>
  );
}
