import { NOW } from "@tests/factories";
import { type MailServerOptions, startMailServer } from "@tests/mail-server";
import { onTestFinished } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { digestSubject } from "@/features/digest/email";
import { runDigest } from "@/features/digest/run";
import type { DigestPaper, Issue } from "@/features/digest/schema";
import { messageId } from "@/features/digest/tokens";
import { openMailer } from "@/lib/mailer";

/** A mail server for one test, which `SMTP_URL` then names. */
export async function receiveMail(options: MailServerOptions = {}) {
  const server = await startMailServer(options);
  onTestFinished(server.stop);
  useEnv({ ...env(), smtpUrl: server.url });
  return server;
}

/** A frozen issue of just these papers, owed to every active reader. */
export async function makeIssue(papers: DigestPaper[], edition = "2026-03-05"): Promise<Issue> {
  const id = `issue-${edition}`;
  const subject = digestSubject(papers.map(({ title }) => title));
  const times = { since: hoursAfter(-24), until: NOW, createdAt: NOW };
  await db().digestIssue.create({
    data: { id, edition, subject, papers: JSON.stringify(papers), ...times },
  });
  const readers = await db().subscription.findMany({ where: { state: "active" } });
  const key = { secret: env().secret, host: "papers.example.org" };
  await db().delivery.createMany({
    data: readers.map((reader) => ({
      issueId: id,
      subscriptionId: reader.id,
      state: "pending",
      messageId: messageId(id, reader.id, key),
    })),
  });
  return { id, edition, subject, papers };
}

/** One run of the digest's job, with a mailer of its own as a process has. */
export async function runDigestAt(now: Date = NOW): Promise<string> {
  const mailer = openMailer();
  try {
    return await runDigest({ now: () => now, mailer, due: true, stopping: () => false });
  } finally {
    mailer.close();
  }
}

/** Every delivery's state, by reader. */
export async function deliveryStates(): Promise<Record<string, string>> {
  const rows = await db().delivery.findMany({ orderBy: { subscriptionId: "asc" } });
  return Object.fromEntries(rows.map(({ subscriptionId, state }) => [subscriptionId, state]));
}

const MINUTE = 60_000;
export const minutesAfter = (minutes: number, instant: Date = NOW): Date =>
  new Date(instant.getTime() + minutes * MINUTE);
export const hoursAfter = (hours: number, instant: Date = NOW): Date =>
  minutesAfter(hours * 60, instant);

/** How an issue's deliveries stand, by state. By Delivery's (issueId, state) index. */
export async function countDeliveries(issueId: string): Promise<Record<string, number>> {
  const groups = await db().delivery.groupBy({
    by: ["state"],
    where: { issueId },
    _count: true,
  });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}
