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

/** A subscription as its subscriber may see it. */
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
  /** When the current schedule began: editions that were due earlier aren't sent */
  scheduledAt: Date;
  confirmMailedAt: Date | null;
  linkMailedAt: Date | null;
};

const SUBSCRIPTION_COLUMNS = {
  id: true,
  email: true,
  state: true,
  rhythm: true,
  weekday: true,
  hour: true,
  timeZone: true,
  size: true,
  topics: true,
  pausedUntil: true,
  confirmedAt: true,
  consentSource: true,
  unsubscribedAt: true,
  stoppedAt: true,
  stoppedBy: true,
  stopAnswer: true,
  bounceScore: true,
  createdAt: true,
  scheduledAt: true,
  confirmMailedAt: true,
  linkMailedAt: true,
} as const;

/** Returns a subscription that was not deleted, or null. Uses the primary key. */
export async function findSubscription(id: string): Promise<Subscription | null> {
  const row = await db().subscription.findUnique({ where: { id }, select: SUBSCRIPTION_COLUMNS });
  if (!row || row.state === "deleted") return null;
  return { ...row, state: row.state, topics: parseTopics(row.topics) };
}

/**
 * Returns the subscription that a signed link opens, and whether the link has expired. Returns null if
 * the link isn't ours, or was emailed to an address that the subscription no longer has. Uses the
 * primary key.
 */
export async function findSubscriptionByLink(
  token: string,
  now: Date,
): Promise<{ id: string; expired: boolean } | null> {
  const parsed = parseSubscriptionToken(token);
  const subscription = parsed && (await findSubscription(parsed.id));
  if (!subscription || !isSubscriptionToken(token, subscription, env().secret)) return null;
  return { id: subscription.id, expired: toUtcDay(now) > parsed.lastDay };
}

/** Returns the id of an address's subscription, or null. Uses the unique index on email. */
export async function findSubscriptionId(email: string): Promise<string | null> {
  const row = await db().subscription.findUnique({ where: { email }, select: { id: true } });
  return row?.id ?? null;
}

/** A delivery to a subscriber, with the selection that it carries. */
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

/** Lists a subscriber's deliveries, newest first. Uses Delivery's (subscriptionId, date) index. */
export async function listSubscriberEmails(id: string, limit?: number): Promise<SubscriberEmail[]> {
  const deliveries = await db().delivery.findMany({
    where: { subscriptionId: id },
    orderBy: { date: "desc" },
    take: limit,
    select: {
      date: true,
      state: true,
      answer: true,
      attempts: true,
      settledAt: true,
      selection: { select: { subject: true, papers: true } },
    },
  });
  return deliveries.map(({ selection, ...delivery }) => ({
    ...delivery,
    subject: selection.subject,
    papers: parseDigestPapers(selection.papers),
  }));
}

/** Lists a subscriber's bounces, newest first. Uses Bounce's (subscriptionId, receivedAt) index. */
export async function listSubscriberBounces(id: string) {
  return db().bounce.findMany({
    where: { subscriptionId: id },
    orderBy: { receivedAt: "desc" },
    select: { receivedAt: true, kind: true, status: true, answer: true, raw: true },
  });
}

/** Returns a subscription's latest change of address, completed or not, or null. Uses the primary key. */
export async function findAddressChange(id: string) {
  return db().addressChange.findUnique({
    where: { subscriptionId: id },
    select: { email: true, createdAt: true, oldConfirmedAt: true, newConfirmedAt: true },
  });
}
