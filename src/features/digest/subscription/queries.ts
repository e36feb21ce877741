import { db } from "@/db/client";
import { env } from "@/env";
import {
  type DigestPaper,
  type Preferences,
  parseDigestPapers,
  parseTopics,
} from "@/features/digest/schema";
import { toUtcDay } from "@/lib/day";
import { isSubscriptionToken, parseSubscriptionToken } from "./tokens";

/** A subscription as its reader may see it. */
export type Subscription = Preferences & {
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
  /** Since when this schedule holds */
  scheduledAt: Date;
  confirmMailedAt: Date | null;
  linkMailedAt: Date | null;
};

const SUBSCRIPTION_FIELDS = {
  ...{ id: true, email: true, state: true, pausedUntil: true, confirmedAt: true },
  ...{ rhythm: true, weekday: true, hour: true, timeZone: true, size: true, topics: true },
  ...{ consentSource: true, unsubscribedAt: true, stoppedAt: true, stoppedBy: true },
  ...{ stopAnswer: true, bounceScore: true, createdAt: true },
  ...{ scheduledAt: true, confirmMailedAt: true, linkMailedAt: true },
} as const;

/** A reader who was not deleted, or null. By primary key. */
export async function findSubscription(id: string): Promise<Subscription | null> {
  const found = await db().subscription.findUnique({ where: { id }, select: SUBSCRIPTION_FIELDS });
  if (!found || found.state === "deleted") return null;
  return { ...found, state: found.state, topics: parseTopics(found.topics) };
}

/**
 * Whose choices a signed link opens, and whether it has lapsed; null where it isn't one of ours, or was
 * mailed to an address that is theirs no more. By primary key.
 */
export async function findSubscriptionByLink(
  token: string,
  now: Date,
): Promise<{ id: string; expired: boolean } | null> {
  const named = parseSubscriptionToken(token);
  const subscription = named && (await findSubscription(named.id));
  if (!subscription || !isSubscriptionToken(token, subscription, env().secret)) return null;
  return { id: subscription.id, expired: toUtcDay(now) > named.lastDay };
}

/** Whose subscription an address has, or null. By the unique index on email. */
export async function findSubscriptionId(email: string): Promise<string | null> {
  const found = await db().subscription.findUnique({ where: { email }, select: { id: true } });
  return found?.id ?? null;
}

export type SubscriberEmail = {
  /** Calendar date of its issue */
  date: string;
  state: string;
  subject: string;
  answer: string | null;
  attempts: number;
  settledAt: Date | null;
  papers: DigestPaper[];
};

/** The mails of a reader, newest first. By Delivery's (subscriptionId, date) index. */
export async function listSubscriberEmails(id: string, limit?: number): Promise<SubscriberEmail[]> {
  const emails = await db().delivery.findMany({
    where: { subscriptionId: id },
    orderBy: { date: "desc" },
    take: limit,
    select: {
      ...{ date: true, state: true, answer: true, attempts: true, settledAt: true },
      selection: { select: { subject: true, papers: true } },
    },
  });
  return emails.map(({ selection, ...mail }) => ({
    ...mail,
    subject: selection.subject,
    papers: parseDigestPapers(selection.papers),
  }));
}

/** What came back of a reader's mails. By Bounce's (subscriptionId, receivedAt) index. */
export async function listSubscriberBounces(id: string) {
  return db().bounce.findMany({
    where: { subscriptionId: id },
    orderBy: { receivedAt: "desc" },
    select: { receivedAt: true, kind: true, status: true, answer: true, raw: true },
  });
}

/** The change of address that a reader asked for last, or null. By primary key. */
export async function findAddressChange(id: string) {
  return db().addressChange.findUnique({
    where: { subscriptionId: id },
    select: { email: true, createdAt: true, oldConfirmedAt: true, newConfirmedAt: true },
  });
}
