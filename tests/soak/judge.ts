import type { Look } from "./site";

export type Policy = "resend" | "hold";

/** A mail that the sink took, and the run of the sender that sent it. */
export type ReceivedEmail = { subscriber: string; messageId: string; run: number };

/** A kill: which subscribers' rows it left as being sent. */
export type Crash = { run: number; uncertain: string[] };

export type SoakLog = {
  subscribers: number;
  policy: Policy;
  receivedEmails: ReceivedEmail[];
  crashes: Crash[];
  /** Before and after each kill, and at the end */
  looks: Look[];
  /** Rows that wait for the admin at the end */
  listed: string[];
};

export type Verdict = {
  missing: number;
  messageIds: number;
  copies: number;
  copiesPerCrash: number;
  mostAtOnce: number;
  crashesUnderWay: number;
  listedButDelivered: number;
  /** What was promised and isn't so, in sentences */
  broken: string[];
};

/** Connections of the mailer's pool: so many mails are under way at most. */
const POOL = 5;
/** An average of fewer kills says little. */
const ENOUGH = 100;

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

const sum = (states: Record<string, number>) =>
  Object.values(states).reduce((total, rows) => total + rows, 0);

/** What the story of a killed sender says of the digest's promises. Pure. */
export function judge({
  subscribers,
  policy,
  receivedEmails,
  crashes,
  looks,
  listed,
}: SoakLog): Verdict {
  const broken: string[] = [];
  const hold = (kept: boolean, sentence: string) => {
    if (!kept) broken.push(sentence);
  };

  const bySubscriber = groupBy(receivedEmails, ({ subscriber }) => subscriber);
  const byId = groupBy(receivedEmails, ({ messageId }) => messageId);
  const isListed = new Set(listed);
  const missing =
    subscribers - new Set([...bySubscriber.keys(), ...(policy === "hold" ? listed : [])]).size;
  hold(missing === 0, `${missing} subscribers are missing`);
  for (const [subscriber, mails] of bySubscriber) {
    const ids = new Set(mails.map(({ messageId }) => messageId));
    hold(ids.size === 1, `${subscriber} has ${ids.size} Message-IDs`);
  }
  for (const [id, mails] of byId) {
    const names = new Set(mails.map(({ subscriber }) => subscriber));
    hold(names.size === 1, `${id} went to ${names.size} subscribers`);
  }

  // Each copy is laid to the kill of the run whose mail it repeats.
  const uncertainAt = new Map(crashes.map(({ run, uncertain }) => [run, new Set(uncertain)]));
  const copiesAt = new Map<number, number>();
  for (const [subscriber, mails] of bySubscriber) {
    for (const { run } of mails.slice(0, -1)) {
      copiesAt.set(run, (copiesAt.get(run) ?? 0) + 1);
      hold(
        uncertainAt.get(run)?.has(subscriber) ?? false,
        `${subscriber} has a copy that no kill explains`,
      );
    }
  }
  const copies = receivedEmails.length - bySubscriber.size;
  const copiesPerCrash = crashes.length ? copies / crashes.length : 0;
  const mostAtOnce = Math.max(0, ...copiesAt.values());
  hold(
    copiesPerCrash <= 1 || crashes.length < ENOUGH,
    `${copiesPerCrash.toFixed(2)} copies a kill`,
  );
  hold(mostAtOnce <= POOL, `${mostAtOnce} copies after one kill`);
  for (const { run, uncertain } of crashes) {
    hold(uncertain.length <= POOL, `${uncertain.length} mails were under way at kill ${run}`);
  }

  for (const { frozen, states } of looks) {
    hold(sum(states) === frozen, `${sum(states)} deliveries of ${frozen} that were frozen`);
  }
  const end = looks.at(-1)?.states ?? {};
  const sent = end.sent ?? 0;
  if (policy === "hold") {
    hold(copies === 0, `${copies} copies although what is in doubt is held`);
    const uncertainSubscribers = new Set(crashes.flatMap(({ uncertain }) => uncertain));
    const forgotten = [...uncertainSubscribers].filter((subscriber) => !isListed.has(subscriber));
    hold(forgotten.length === 0, `${forgotten.length} doubtful mails aren't listed`);
    hold(
      isListed.size === uncertainSubscribers.size,
      `${isListed.size} listed of ${uncertainSubscribers.size} in doubt`,
    );
  }
  hold(
    sent + isListed.size === subscribers,
    `${sent} sent and ${isListed.size} listed of ${subscribers}`,
  );

  const crashesUnderWay = crashes.filter(({ uncertain }) => uncertain.length > 0).length;
  hold(crashesUnderWay * 2 >= crashes.length, `only ${crashesUnderWay} kills hit mails under way`);
  return {
    ...{ missing, messageIds: byId.size, copies, copiesPerCrash, mostAtOnce },
    ...{ crashesUnderWay, broken },
    listedButDelivered: listed.filter((subscriber) => bySubscriber.has(subscriber)).length,
  };
}
