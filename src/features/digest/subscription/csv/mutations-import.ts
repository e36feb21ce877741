import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { db } from "@/db/client";
import { env } from "@/env";
import { serializeTopics } from "@/features/digest/schema";
import { NOT_STOPPED } from "@/features/digest/subscription/mutations";
import { AppError } from "@/lib/errors";
import { type ImportDefaults, type ImportedSubscriber, parseSubscriberRow } from "./row";
import { type Column, parseTable } from "./table";

/** The result of an import, as numbers of rows. */
export type ImportReport = {
  created: number;
  /** The subscription was pending and is active now */
  confirmed: number;
  /** The subscription was active already, or the address came twice in the table */
  unchanged: number;
  /** The mail server had refused the address here, and the import made the subscription active again. Undefined unless asked for */
  resumed: number | undefined;
  /** The subscription had ended here, and the import did not start it again */
  left: number;
  rejected: { line: number; email?: string; reason: string }[];
  unknownColumns: string[];
};

type ImportOptions = {
  now: Date;
  /** Where the table is from; stored with each subscriber's consent */
  source: string;
  /** Whether to resume emails to those whose address the mail server refused here */
  resumesRefused?: boolean;
  /** Learns how many of the rows are done, every 500 rows */
  onProgress?: (done: number, total: number) => void;
};

const ROWS_PER_TRANSACTION = 500;
/** Rows that are parsed before the server may do something else. */
const ROWS_PER_TURN = 500;
const REQUIRED_COLUMNS: Column[] = ["email", "consented_at", "consent_source"];

function toRow({ preferences, ...subscriber }: ImportedSubscriber, now: Date) {
  const { topics, ...schedule } = preferences;
  return {
    id: randomUUID(),
    ...subscriber,
    ...schedule,
    topics: serializeTopics(topics),
    scheduledAt: now,
  };
}

/** Imports a batch of subscribers in one transaction. Uses Subscription's unique index on email. */
async function importBatch(
  subscribers: ImportedSubscriber[],
  { now, resumesRefused = false }: ImportOptions,
  report: ImportReport,
) {
  await db().$transaction(async (transaction) => {
    const existing = await transaction.subscription.findMany({
      where: { email: { in: subscribers.map(({ email }) => email) } },
      select: { email: true, state: true, stoppedBy: true },
    });
    const states = new Map(existing.map(({ email, state }) => [email, state]));
    const refused = new Set(
      existing.flatMap(({ email, stoppedBy }) => (stoppedBy === "refused" ? [email] : [])),
    );
    const added = subscribers.filter(({ email }) => !states.has(email));
    const rows = added.map((subscriber) => toRow(subscriber, now));
    await transaction.subscription.createMany({ data: rows });
    report.created += added.length;
    for (const { email, state, confirmedAt, consentSource } of subscribers) {
      switch (states.get(email)) {
        case "active":
          report.unchanged += 1;
          break;
        case "stopped":
          if (!resumesRefused || state !== "active" || !refused.has(email)) {
            report.left += 1;
            break;
          }
          await transaction.subscription.update({
            where: { email },
            data: { ...NOT_STOPPED, state: "active", scheduledAt: now },
          });
          report.resumed = (report.resumed ?? 0) + 1;
          break;
        case "unsubscribed":
        case "deleted":
          report.left += 1;
          break;
        case "pending":
          if (state !== "active") {
            report.unchanged += 1;
            break;
          }
          // The preferences stay; the table's consent replaces the missing confirmation.
          await transaction.subscription.update({
            where: { email },
            data: { state: "active", confirmedAt, consentSource, scheduledAt: now },
          });
          report.confirmed += 1;
          break;
      }
    }
  });
}

/**
 * Imports subscribers from a CSV text without asking them to confirm, since each row states when and
 * how they agreed. Subscriptions that exist here keep their preferences, and ended ones stay ended, so
 * importing the same table twice changes nothing. Only if asked, it resumes emails to those whom a run of
 * the digest stopped: the mail server may have refused everybody. Reports each bad row by its line and
 * imports the others.
 *
 * @throws AppError unprocessable if a column that every row needs is missing
 */
export async function importSubscribers(
  text: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { now, source } = options;
  const { rows, broken, unknownColumns } = parseTable(text, REQUIRED_COLUMNS);
  const report: ImportReport = {
    created: 0,
    confirmed: 0,
    unchanged: 0,
    resumed: options.resumesRefused ? 0 : undefined,
    left: 0,
    rejected: [...broken],
    unknownColumns,
  };
  const { hour, timeZone } = env().digest;
  const defaults: ImportDefaults = { hour, timeZone, now, source, parsedPreferences: new Map() };
  const batch = new Map<string, ImportedSubscriber>();
  const importCollected = async () => {
    await importBatch([...batch.values()], options, report);
    batch.clear();
  };
  for (const [index, { line, row }] of rows.entries()) {
    if (index > 0 && index % ROWS_PER_TURN === 0) {
      options.onProgress?.(index, rows.length);
      await setImmediate();
    }
    try {
      const subscriber = parseSubscriberRow(row, defaults);
      // If an address comes twice, its first row counts.
      if (batch.has(subscriber.email)) report.unchanged += 1;
      else batch.set(subscriber.email, subscriber);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      report.rejected.push({ line, email: row.email?.slice(0, 254), reason: error.message });
    }
    if (batch.size >= ROWS_PER_TRANSACTION) await importCollected();
  }
  await importCollected();
  report.rejected.sort((a, b) => a.line - b.line);
  return report;
}
