import { makeIssue, minutesAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { simpleParser } from "mailparser";
import { db } from "@/db/client";
import type { Lease } from "@/db/lease";
import { claimSender } from "@/features/digest/delivery/mutations-sender";
import { type SendOptions, sendDigest } from "@/features/digest/delivery/send";
import type { SendSummary } from "@/features/digest/delivery/summary";
import { openMailer } from "@/lib/email/mailer";

export const PAPER = { id: "2603.00001", title: "T", byline: "B", excerpt: "E", upvotes: 1 };

/** `reader-0`, `reader-1` … */
export const subscriberNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `reader-${index}`);

/** Makes a frozen issue for this many subscribers; nothing is sent yet. */
export async function freezeIssueFor(count: number): Promise<void> {
  for (const id of subscriberNames(count)) await makeSubscription(id);
  await makeIssue([PAPER]);
}

/** Claims the right to send, as a process of another host unless another owner is given. */
export async function getSenderLease(
  leaseOwner = "elsewhere:1:a",
  now: Date = NOW,
): Promise<Lease> {
  const lease = await claimSender(leaseOwner, now);
  if (!lease) throw new Error("another process holds the lease");
  return lease;
}

/** Runs the sending once, with its own mailer as in a process of its own. */
export async function sendAt(
  now: Date = minutesAfter(1),
  more: Partial<SendOptions> = {},
): Promise<SendSummary> {
  const mailer = openMailer();
  try {
    const given = { now: () => now, isStopping: () => false, random: () => 0, ...more };
    return await sendDigest({ mailer, ...given });
  } finally {
    mailer.close();
  }
}

export const findDelivery = (subscriptionId = "reader-0") =>
  db().delivery.findFirstOrThrow({ where: { subscriptionId } });

export const listRecipients = (emails: { to: string[] }[]): string[] =>
  emails.flatMap(({ to }) => to).toSorted();

/** Lists the ids of the papers in an email, in its order. */
export async function listPapersIn(email: { raw: string } | undefined): Promise<string[]> {
  const { html } = await simpleParser(email?.raw ?? "");
  const links = [...String(html).matchAll(/\/papers\/([\w.:-]+)/g)].map(([, id = ""]) => id);
  return [...new Set(links)];
}

/** Creates a clock that advances only while the code sleeps. */
export function createSimulatedClock(from: Date = minutesAfter(1)) {
  let time = from.getTime();
  return {
    now: () => new Date(time),
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
    seconds: () => (time - from.getTime()) / 1000,
  };
}
