import { MAX_CONNECTIONS } from "@/lib/email/mailer";
import type { Snapshot } from "./site";

export type Policy = "resend" | "hold";

/** An email that the sink received, and the run that sent it. */
export type ReceivedEmail = { subscriber: string; messageId: string; run: number };

/** A run that was killed, and the subscribers whose deliveries it left in `sending`. */
export type Kill = { run: number; uncertain: string[] };

export type SoakLog = {
  subscribers: number;
  policy: Policy;
  receivedEmails: ReceivedEmail[];
  kills: Kill[];
  /** Taken before and after each kill, and at the end */
  snapshots: Snapshot[];
  /** Subscribers whose uncertain delivery is held for the admin at the end */
  held: string[];
};

export type Verdict = {
  missing: number;
  messageIds: number;
  copies: number;
  copiesPerKill: number;
  maxCopiesAtOnce: number;
  killsWhileSending: number;
  heldButDelivered: number;
  /** The broken promises, in sentences */
  broken: string[];
};

/** The average of fewer kills is not meaningful. */
const MIN_KILLS_FOR_AVERAGE = 100;

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

const countRows = (states: Record<string, number>) =>
  Object.values(states).reduce((total, rows) => total + rows, 0);

/** Checks the promises of the digest against the log of a sender that was killed. Pure. */
export function judge({
  subscribers,
  policy,
  receivedEmails,
  kills,
  snapshots,
  held,
}: SoakLog): Verdict {
  const broken: string[] = [];
  const check = (isKept: boolean, sentence: string) => {
    if (!isKept) broken.push(sentence);
  };

  const bySubscriber = groupBy(receivedEmails, ({ subscriber }) => subscriber);
  const byId = groupBy(receivedEmails, ({ messageId }) => messageId);
  const isHeld = new Set(held);
  const missing =
    subscribers - new Set([...bySubscriber.keys(), ...(policy === "hold" ? held : [])]).size;
  check(missing === 0, `${missing} subscribers are missing`);
  for (const [subscriber, emails] of bySubscriber) {
    const ids = new Set(emails.map(({ messageId }) => messageId));
    check(ids.size === 1, `${subscriber} has ${ids.size} Message-IDs`);
  }
  for (const [id, emails] of byId) {
    const names = new Set(emails.map(({ subscriber }) => subscriber));
    check(names.size === 1, `${id} went to ${names.size} subscribers`);
  }

  // A copy is allowed if the run that sent the email before it was killed.
  const uncertainByRun = new Map(kills.map(({ run, uncertain }) => [run, new Set(uncertain)]));
  const copiesAt = new Map<number, number>();
  for (const [subscriber, emails] of bySubscriber) {
    for (const { run } of emails.slice(0, -1)) {
      copiesAt.set(run, (copiesAt.get(run) ?? 0) + 1);
      check(
        uncertainByRun.get(run)?.has(subscriber) ?? false,
        `${subscriber} has a copy that no kill explains`,
      );
    }
  }
  const copies = receivedEmails.length - bySubscriber.size;
  const copiesPerKill = kills.length ? copies / kills.length : 0;
  const maxCopiesAtOnce = Math.max(0, ...copiesAt.values());
  check(
    copiesPerKill <= 1 || kills.length < MIN_KILLS_FOR_AVERAGE,
    `${copiesPerKill.toFixed(2)} copies per kill`,
  );
  check(maxCopiesAtOnce <= MAX_CONNECTIONS, `${maxCopiesAtOnce} copies after one kill`);
  for (const { run, uncertain } of kills) {
    check(
      uncertain.length <= MAX_CONNECTIONS,
      `${uncertain.length} emails were being sent at kill ${run}`,
    );
  }

  for (const { frozen, states } of snapshots) {
    check(
      countRows(states) === frozen,
      `${countRows(states)} deliveries of ${frozen} that were frozen`,
    );
  }
  const end = snapshots.at(-1)?.states ?? {};
  const sent = end.sent ?? 0;
  if (policy === "hold") {
    check(copies === 0, `${copies} copies, although uncertain emails are held`);
    const uncertainSubscribers = new Set(kills.flatMap(({ uncertain }) => uncertain));
    const unheld = [...uncertainSubscribers].filter((subscriber) => !isHeld.has(subscriber));
    check(unheld.length === 0, `${unheld.length} uncertain emails are not held`);
    check(
      isHeld.size === uncertainSubscribers.size,
      `${isHeld.size} held of ${uncertainSubscribers.size} uncertain`,
    );
  }
  check(
    sent + isHeld.size === subscribers,
    `${sent} sent and ${isHeld.size} held of ${subscribers}`,
  );

  const killsWhileSending = kills.filter(({ uncertain }) => uncertain.length > 0).length;
  check(
    killsWhileSending * 2 >= kills.length,
    `only ${killsWhileSending} kills happened while emails were being sent`,
  );
  return {
    missing,
    messageIds: byId.size,
    copies,
    copiesPerKill,
    maxCopiesAtOnce,
    killsWhileSending,
    heldButDelivered: held.filter((subscriber) => bySubscriber.has(subscriber)).length,
    broken,
  };
}
