"use client";

import { useEffect, useState } from "react";
import { Moment } from "@/components/Moment";
import {
  type DeliveryProgress,
  isDelivering,
  type OpenIssue,
} from "@/features/digest/admin/progress";
import { DeliveryCounts } from "./DeliveryCounts";

const EVERY = 3_000;
const SHOWN = 12;

/** Asks how the run stands every few seconds while one is on and somebody looks. */
function useRun(first: DeliveryProgress): DeliveryProgress {
  const [run, setRun] = useState(first);
  const watching = isDelivering(run) || run.paused !== null;
  useEffect(() => {
    if (!watching) return;
    const timer = setInterval(async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch("/api/admin/digest/run");
        if (answer.ok) setRun(await answer.json());
      } catch {
        // Offline: what is shown stays, and the next try may do better.
      }
    }, EVERY);
    return () => clearInterval(timer);
  }, [watching]);
  return run;
}

/** What is being mailed right now, by whom, or why not. @param rate mails a minute, at most */
export function RunPanel({ first, rate }: { first: DeliveryProgress; rate?: number }) {
  const run = useRun(first);
  return (
    <div className="space-y-4 text-sm">
      {run.paused && (
        <div className="rounded-lg bg-accent-ground px-4 py-3">
          <p className="break-words">
            <strong>Paused</strong> until <Moment instant={run.paused.until} />. {run.paused.reason}
          </p>
          <form action="/api/admin/digest/pause" method="post" className="mt-3">
            <button type="submit" className="button">
              Go on now
            </button>
          </form>
        </div>
      )}
      <p className="break-words text-soft">
        {run.lease ? (
          <>
            <span className="text-ink">{run.lease.owner}</span> is sending, and has the turn until{" "}
            <Moment instant={run.lease.until} />.
          </>
        ) : (
          "Nobody is sending right now."
        )}{" "}
        {rate
          ? `At most ${rate.toLocaleString("en")} mails a minute (MAIL_RATE).`
          : "No limit is set (MAIL_RATE)."}
        {run.failures > 0 && ` The last ${run.failures} connections failed.`}
      </p>
      {run.open.length === 0 && <p>Every mail of the last issues is settled.</p>}
      {run.open.slice(0, SHOWN).map((issue) => (
        <OpenIssueRow key={issue.id} issue={issue} />
      ))}
      {run.open.length > SHOWN && <p>{run.open.length - SHOWN} more issues wait.</p>}
    </div>
  );
}

function OpenIssueRow({ issue }: { issue: OpenIssue }) {
  const { edition, title, counts, deliveryCount: readers, deferred } = issue;
  return (
    <div>
      <a href={`/admin/digest/issues/${edition}`} className="quiet-link break-words">
        {title}
      </a>
      <DeliveryCounts counts={counts} readers={readers} label={`Settled of ${edition}`} />
      {deferred && (
        <p className="mt-1 text-soft">
          Tried again from <Moment instant={deferred.from} />
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
