import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { env } from "@/env";
import { type Preferences, serializeTopics } from "@/features/digest/schema";
import { AppError } from "@/lib/errors";
import { type ImportedSubscriber, parseSubscriberRow } from "./row";
import { parseTable } from "./table";

export type ImportReport = {
  created: number;
  /** Had asked here before and not confirmed */
  confirmed: number;
  /** Subscribed here already, with choices of their own */
  unchanged: number;
  /** Have left here, or were stopped: nobody brings them back */
  left: number;
  rejected: { line: number; email?: string; reason: string }[];
  unknownColumns: string[];
};

const BATCH = 500;
const REQUIRED = ["email", "consented_at", "consent_source"] as const;

const toData = ({ preferences, ...subscriber }: ImportedSubscriber, now: Date) => {
  const { topics, ...schedule } = preferences;
  const row = { id: randomUUID(), ...subscriber, ...schedule };
  return { ...row, topics: serializeTopics(topics), scheduledAt: now };
};

/** Some readers in one transaction. By Subscription's unique index on email. */
async function importBatch(subscribers: ImportedSubscriber[], now: Date, report: ImportReport) {
  await db().$transaction(async (transaction) => {
    const known = await transaction.subscription.findMany({
      where: { email: { in: subscribers.map(({ email }) => email) } },
      select: { id: true, email: true, state: true },
    });
    const states = new Map(known.map(({ email, state }) => [email, state]));
    const fresh = subscribers.filter(({ email }) => !states.has(email));
    await transaction.subscription.createMany({ data: fresh.map((one) => toData(one, now)) });
    report.created += fresh.length;
    for (const { email, state, confirmedAt, consentSource } of subscribers) {
      const here = states.get(email);
      if (here === "active") report.unchanged += 1;
      if (here === "unsubscribed" || here === "stopped" || here === "deleted") report.left += 1;
      if (here !== "pending") continue;
      // Their choices stay; what they had not confirmed, whoever imports them answers for.
      const confirmed = { state: "active" as const, confirmedAt, consentSource, scheduledAt: now };
      if (state === "active") {
        await transaction.subscription.update({ where: { email }, data: confirmed });
        report.confirmed += 1;
      } else report.unchanged += 1;
    }
  });
}

/**
 * Takes readers from a CSV text, without another confirmation: each row says when and how they agreed.
 * Who is known here keeps their choices, and who has left stays away; so the same table twice changes
 * nothing. A bad row is reported by its line and stops no other.
 *
 * @param source where the list is from; it is kept with each reader's consent
 * @throws AppError unprocessable where the columns that every row needs are missing
 */
export async function importSubscribers(
  text: string,
  { now, source }: { now: Date; source: string },
): Promise<ImportReport> {
  const { rows, broken, unknown } = parseTable(text, REQUIRED);
  const report = { created: 0, confirmed: 0, unchanged: 0, left: 0, unknownColumns: unknown };
  const whole: ImportReport = { ...report, rejected: [...broken] };
  const { hour, timeZone } = env().digest;
  const defaults = { hour, timeZone, now, source, known: new Map<string, Preferences>() };
  const batch = new Map<string, ImportedSubscriber>();
  const flush = async () => {
    await importBatch([...batch.values()], now, whole);
    batch.clear();
  };
  for (const { line, row } of rows) {
    try {
      const subscriber = parseSubscriberRow(row, defaults);
      // Of an address that comes twice the first row counts.
      if (batch.has(subscriber.email)) whole.unchanged += 1;
      else batch.set(subscriber.email, subscriber);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      whole.rejected.push({ line, email: row.email?.slice(0, 254), reason: error.message });
    }
    if (batch.size >= BATCH) await flush();
  }
  await flush();
  whole.rejected.sort((a, b) => a.line - b.line);
  return whole;
}
