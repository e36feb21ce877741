import { plural } from "@/lib/plural";

/** How many deliveries a run brought into each state. */
export type SendCounts = {
  sent: number;
  /** To be tried again */
  deferred: number;
  /** Refused for good */
  bounced: number;
  /** Not sent: the subscriber left, the issue is too old, or the time for retries is over */
  skipped: number;
  /** Possibly sent: the admin decides */
  unknown: number;
};

export type SendSummary = SendCounts & {
  /** Whether nothing was due and nothing prevented sending */
  isIdle: boolean;
  /** What happened, for the log and the admin */
  sentence: string;
};

export const createCounts = (): SendCounts => ({
  sent: 0,
  deferred: 0,
  bounced: 0,
  skipped: 0,
  unknown: 0,
});

/** Prefix of the summary when another process holds the send lease. */
export const SENT_ELSEWHERE_PREFIX = "Another process is sending the digest:";

const STATE_LABELS: [keyof SendCounts, string][] = [
  ["deferred", "to be retried"],
  ["bounced", "refused"],
  ["skipped", "skipped"],
  ["unknown", "uncertain"],
];

/**
 * Summarizes a run of sending in one or two sentences.
 *
 * @param earlyEnd why the run ended before everything was sent, as a sentence
 */
export function summarizeSend(counts: SendCounts, earlyEnd?: string): SendSummary {
  const others = STATE_LABELS.filter(([state]) => counts[state] > 0).map(
    ([state, label]) => `${counts[state].toLocaleString("en")} ${label}`,
  );
  const hasNoDeliveries = counts.sent === 0 && others.length === 0;
  const sentences: string[] = [];
  if (earlyEnd) sentences.push(earlyEnd);
  if (!hasNoDeliveries) {
    sentences.push(`${[`Sent ${plural(counts.sent, "email")}`, ...others].join(", ")}.`);
  } else if (!earlyEnd) {
    sentences.push("No email was due.");
  }
  return {
    ...counts,
    isIdle: hasNoDeliveries && !earlyEnd,
    sentence: sentences.join(" "),
  };
}
