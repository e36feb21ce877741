/** What became of the mails of a run. */
export type SendCounts = {
  sent: number;
  /** To be tried again */
  deferred: number;
  bounced: number;
  /** Readers gone, issues too old, tried for too long */
  skipped: number;
  /** In doubt: the admin decides */
  unknown: number;
};

export type SendSummary = SendCounts & {
  /** Nothing was due, and nothing stood in the way */
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

/** What a run says first that found another one sending. */
export const SENT_ELSEWHERE_PREFIX = "The digest is being sent by";

const WORDS: [keyof SendCounts, string][] = [
  ["deferred", "to be tried again"],
  ["bounced", "refused"],
  ["skipped", "not sent"],
  ["unknown", "in doubt"],
];

/** @param trouble why the run ended early, in a sentence */
export function summarizeSend(counts: SendCounts, trouble?: string): SendSummary {
  const others = WORDS.filter(([state]) => counts[state] > 0);
  const mails = [
    `Mails sent: ${counts.sent}`,
    ...others.map(([state, word]) => `${counts[state]} ${word}`),
  ];
  const nothing = counts.sent === 0 && others.length === 0;
  const done = nothing ? "No mail was due." : `${mails.join(", ")}.`;
  return {
    ...counts,
    isIdle: nothing && !trouble,
    sentence: [trouble, nothing && trouble ? "" : done].filter(Boolean).join(" "),
  };
}
