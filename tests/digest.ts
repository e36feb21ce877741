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
import { openMailer } from "@/lib/mailer";

/** A mail server for one test, which `SMTP_URL` then names. */
export async function receiveEmails(options: MailServerOptions = {}) {
  const server = await startMailServer(options);
  onTestFinished(server.stop);
  useEnv({ ...env(), smtpUrl: server.url });
  return server;
}

/** A frozen issue of just these papers, owed to every active reader. */
export async function makeIssue(papers: DigestPaper[], date = "2026-03-05"): Promise<Selection> {
  const id = `issue-${date}`;
  const schedule = { rhythm: "daily" as const, hour: 7, timeZone: "UTC" };
  const edition = formatEditionName({ ...schedule, date });
  const readers = await db().subscription.findMany({ where: { state: "active" } });
  await db().digestIssue.create({
    data: {
      ...{ id, edition, date, ...schedule, archived: true, deliveryCount: readers.length },
      ...{ since: hoursAfter(-24), until: NOW, dueAt: NOW, createdAt: NOW },
      candidates: JSON.stringify(papers.map((paper) => paper.id)),
    },
  });
  const subject = formatSubject(papers.map(({ title }) => title));
  const reason = "The trending papers that are new here.";
  await db().digestSelection.create({
    data: { id, issueId: id, subject, reason, papers: JSON.stringify(papers) },
  });
  await db().delivery.createMany({
    data: readers.map((reader) => ({
      ...{ issueId: id, subscriptionId: reader.id, selectionId: id, date },
      ...{ state: "pending" as const, readyAt: NOW },
    })),
  });
  return { id, issueId: id, edition, rhythm: "daily", date, until: NOW, subject, reason, papers };
}

/** One run of the digest's job, with a mailer of its own as a process has. */
export async function runDigestAt(now: Date = NOW): Promise<string> {
  const mailer = openMailer();
  try {
    return await runDigest({ now: () => now, mailer, isStopping: () => false });
  } finally {
    mailer.close();
  }
}

/** The first half of a run: the issues that are due are made, and nothing is sent yet. */
export async function freezeDigestAt(now: Date = NOW): Promise<void> {
  const mailer = openMailer();
  const send = async () => summarizeSend(createCounts());
  await runDigest({ now: () => now, mailer, send, isStopping: () => false });
  mailer.close();
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

/** How many are subscribed. */
export const countActive = (): Promise<number> =>
  db().subscription.count({ where: { state: "active" } });

/** An edition's own selection, or null where it was not made. */
export async function findIssue(edition: string): Promise<Selection | null> {
  const issue = await db().digestIssue.findUnique({ where: { edition }, select: { id: true } });
  return issue && getSelection(issue.id);
}
