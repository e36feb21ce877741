import { db } from "@/db/client";
import { type Choices, type DigestPaper, parseDigestPapers, parseTopics } from "./schema";

/** A subscription as its reader may see it. */
export type Reader = Choices & {
  id: string;
  email: string;
  state: "pending" | "active" | "unsubscribed" | "stopped";
  pausedUntil: Date | null;
  confirmedAt: Date | null;
  consentSource: string;
  unsubscribedAt: Date | null;
  stoppedAt: Date | null;
  stoppedBy: string | null;
  stopAnswer: string | null;
  bounceScore: number;
  createdAt: Date;
};

const READER = {
  ...{ id: true, email: true, state: true, pausedUntil: true, confirmedAt: true },
  ...{ rhythm: true, weekday: true, hour: true, timeZone: true, size: true, topics: true },
  ...{ consentSource: true, unsubscribedAt: true, stoppedAt: true, stoppedBy: true },
  ...{ stopAnswer: true, bounceScore: true, createdAt: true },
} as const;

/** A reader who was not deleted, or null. By primary key. */
export async function findReader(id: string): Promise<Reader | null> {
  const found = await db().subscription.findUnique({ where: { id }, select: READER });
  if (!found || found.state === "deleted") return null;
  return { ...found, state: found.state, topics: parseTopics(found.topics) };
}

/** Whose subscription an address has, or null. By the unique index on email. */
export async function findReaderId(email: string): Promise<string | null> {
  const found = await db().subscription.findUnique({ where: { email }, select: { id: true } });
  return found?.id ?? null;
}

export type ReaderMail = {
  /** Calendar date of its issue */
  date: string;
  state: string;
  subject: string;
  answer: string | null;
  papers: DigestPaper[];
};

/** The mails of a reader, newest first. By Delivery's (subscriptionId, date) index. */
export async function listReaderMails(id: string, most?: number): Promise<ReaderMail[]> {
  const mails = await db().delivery.findMany({
    where: { subscriptionId: id },
    orderBy: { date: "desc" },
    take: most,
    select: {
      ...{ date: true, state: true, answer: true },
      selection: { select: { subject: true, papers: true } },
    },
  });
  return mails.map(({ selection, ...mail }) => ({
    ...mail,
    subject: selection.subject,
    papers: parseDigestPapers(selection.papers),
  }));
}

/** What came back of a reader's mails. By Bounce's (subscriptionId, receivedAt) index. */
export async function listReaderBounces(id: string) {
  return db().bounce.findMany({
    where: { subscriptionId: id },
    orderBy: { receivedAt: "desc" },
    select: { receivedAt: true, kind: true, status: true, answer: true },
  });
}

/** The change of address that a reader asked for last, or null. By primary key. */
export async function findAddressChange(id: string) {
  return db().addressChange.findUnique({
    where: { subscriptionId: id },
    select: { email: true, createdAt: true, oldConfirmedAt: true, newConfirmedAt: true },
  });
}
