import { formatDistanceStrict } from "date-fns";
import type { SendReport } from "./delivery/summary";
import type { FrozenIssue } from "./issue/mutations-freeze";
import { scheduleInWords } from "./schedule/describe";
import type { Due } from "./schedule/edition";
import type { Schedule } from "./schema";

/** What a run says first that neither made nor sent anything. */
export const NOTHING_DUE = "Nothing is due.";

/** So many issues are told one by one. */
const TOLD = 5;

const counted = (count: number, what: string) =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

function madeInWords(made: FrozenIssue[]): string[] {
  if (made.length > TOLD) {
    const readers = made.reduce((sum, issue) => sum + issue.deliveryCount, 0);
    return [`Made ${counted(made.length, "issue")} for ${counted(readers, "reader")}.`];
  }
  return made.map(({ edition, newCount: fresh, deliveryCount, emptyReason }) =>
    emptyReason
      ? `Made ${edition}. ${emptyReason}`
      : `Made ${edition}: ${counted(fresh, "new paper")} for ${counted(deliveryCount, "reader")}.`,
  );
}

type Run = {
  made: FrozenIssue[];
  sent: SendReport;
  /** Editions that could not be made */
  failed: string[];
  /** Time zones that can't be read */
  unknown: string[];
  next: (Due & { schedule: Schedule }) | null;
  now: Date;
};

/** What a run of the digest did, why not more, and when the next edition comes. */
export function formatRunSummary({ made, sent, failed, unknown, next, now }: Run): string {
  const did = [
    ...madeInWords(made),
    ...failed.map((edition) => `${edition} could not be made and will be tried again.`),
    ...(sent.isIdle ? [] : [sent.sentence]),
  ];
  const zones = unknown.length ? [`Not known here as a time zone: ${unknown.join(", ")}.`] : [];
  const coming = next
    ? [
        `The next edition, ${scheduleInWords(next.schedule)}, comes in ${formatDistanceStrict(next.dueAt, now)}.`,
      ]
    : [];
  return [...(did.length ? did : [NOTHING_DUE]), ...zones, ...coming].join(" ");
}
