import { NOW } from "@tests/factories";
import { type MailServerOptions, startMailServer } from "@tests/mail-server";
import { onTestFinished } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { createCounts, summarizeSend } from "@/features/digest/delivery/summary";
import { formatSubject } from "@/features/digest/email/subject";
import { getSelection } from "@/features/digest/issue/queries";
import { runDigest } from "@/features/digest/run";
import { formatEditionName } from "@/features/digest/schedule/edition";
import type { DigestPaper, Selection } from "@/features/digest/schema";
import { MINUTE } from "@/lib/duration";
import { openMailer } from "@/lib/email/mailer";

/** Starts a mail server for one test and sets `SMTP_URL` to it. */
export async function receiveEmails(options: MailServerOptions = {}) {
  const server = await startMailServer(options);
  onTestFinished(server.stop);
  useEnv({ ...env(), smtpUrl: server.url });
  return server;
}

/** Makes a frozen issue of these papers, with a pending delivery for every active subscription. */
export async function makeIssue(papers: DigestPaper[], date = "2026-03-05"): Promise<Selection> {
  const id = `issue-${date}`;
  const schedule = { rhythm: "daily" as const, hour: 7, timeZone: "UTC" };
  const edition = formatEditionName({ ...schedule, date });
  const subscriptions = await db().subscription.findMany({ where: { state: "active" } });
  await db().digestIssue.create({
    data: {
      id,
      edition,
      date,
      ...schedule,
      archived: true,
      deliveryCount: subscriptions.length,
      since: hoursAfter(-24),
      until: NOW,
      dueAt: NOW,
      createdAt: NOW,
      candidates: JSON.stringify(papers.map((paper) => paper.id)),
    },
  });
  const subject = formatSubject(papers.map(({ title }) => title));
  const reason = "The trending papers that are new here.";
  await db().digestSelection.create({
    data: { id, issueId: id, subject, reason, papers: JSON.stringify(papers) },
  });
  await db().delivery.createMany({
    data: subscriptions.map((subscription) => ({
      issueId: id,
      subscriptionId: subscription.id,
      selectionId: id,
      date,
      state: "pending" as const,
      readyAt: NOW,
    })),
  });
  return { id, issueId: id, edition, rhythm: "daily", date, until: NOW, subject, reason, papers };
}

/** Runs the digest's job once, with its own mailer as in a process of its own. */
export async function runDigestAt(now: Date = NOW): Promise<string> {
  const mailer = openMailer();
  try {
    return await runDigest({ now: () => now, mailer, isStopping: () => false });
  } finally {
    mailer.close();
  }
}

/** Runs the first half of the job: makes the issues that are due, and sends nothing. */
export async function freezeDigestAt(now: Date = NOW): Promise<void> {
  const mailer = openMailer();
  const send = async () => summarizeSend(createCounts());
  await runDigest({ now: () => now, mailer, send, isStopping: () => false });
  mailer.close();
}

/** Returns the state of every delivery, by subscription id. */
export async function getDeliveryStates(): Promise<Record<string, string>> {
  const rows = await db().delivery.findMany({ orderBy: { subscriptionId: "asc" } });
  return Object.fromEntries(rows.map(({ subscriptionId, state }) => [subscriptionId, state]));
}

export const minutesAfter = (minutes: number, instant: Date = NOW): Date =>
  new Date(instant.getTime() + minutes * MINUTE);
export const hoursAfter = (hours: number, instant: Date = NOW): Date =>
  minutesAfter(hours * 60, instant);

/** Counts an issue's deliveries by state. */
export async function countDeliveries(issueId: string): Promise<Record<string, number>> {
  const groups = await db().delivery.groupBy({
    by: ["state"],
    where: { issueId },
    _count: true,
  });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}

/** Counts the active subscriptions. */
export const countActive = (): Promise<number> =>
  db().subscription.count({ where: { state: "active" } });

/** Finds an issue's own selection by its edition's name; null if the issue was not made. */
export async function findIssue(edition: string): Promise<Selection | null> {
  const issue = await db().digestIssue.findUnique({ where: { edition }, select: { id: true } });
  return issue && getSelection(issue.id);
}
