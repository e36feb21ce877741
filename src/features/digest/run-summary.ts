import { formatDistanceStrict } from "date-fns";
import { plural } from "@/lib/plural";
import type { SendSummary } from "./delivery/summary";
import type { FrozenIssue } from "./issue/mutations-freeze";
import { formatSchedule } from "./schedule/describe";
import type { ScheduledEdition } from "./schedule/edition";
import type { Schedule } from "./schema";

/** Prefix of the summary of a run that made no issue and sent no email. */
export const NOTHING_DUE = "Nothing is due.";

/** Up to this many issues get a sentence each; more are only counted. */
const MAX_LISTED_ISSUES = 5;

function formatMadeIssues(issues: FrozenIssue[]): string[] {
  if (issues.length > MAX_LISTED_ISSUES) {
    const total = issues.reduce((sum, { deliveryCount }) => sum + deliveryCount, 0);
    return [`Made ${plural(issues.length, "issue")} for ${plural(total, "subscriber")}.`];
  }
  return issues.map(({ edition, newCount, deliveryCount, emptyReason }) =>
    emptyReason
      ? `Made ${edition}, with no emails to send. ${emptyReason}`
      : `Made ${edition}: ${plural(newCount, "new paper")} for ${plural(deliveryCount, "subscriber")}.`,
  );
}

type DigestRun = {
  made: FrozenIssue[];
  /** Names of the editions whose issue could not be made */
  failed: string[];
  sent: SendSummary;
  /** Time zones in subscriptions that this machine does not know */
  unknownZones: string[];
  next: (ScheduledEdition & { schedule: Schedule }) | null;
  now: Date;
};

/** Formats in sentences what a run made and sent, what went wrong, and when the next edition is due. */
export function formatRunSummary(run: DigestRun): string {
  const { made, failed, sent, unknownZones, next, now } = run;
  const sentences = formatMadeIssues(made);
  for (const edition of failed) {
    sentences.push(`Could not make ${edition}; the next run will try again.`);
  }
  if (!sent.isIdle) sentences.push(sent.sentence);
  if (sentences.length === 0) sentences.push(NOTHING_DUE);
  if (unknownZones.length) sentences.push(`Unknown time zone: ${unknownZones.join(", ")}.`);
  if (next) {
    const when = formatDistanceStrict(next.dueAt, now);
    sentences.push(`The next edition (${formatSchedule(next.schedule)}) is due in ${when}.`);
  }
  return sentences.join(" ");
}
