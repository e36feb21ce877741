import { receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription } from "@tests/factories";
import { createSimulatedClock, listRecipients } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { runDigest } from "@/features/digest/run";
import { HOUR } from "@/lib/duration";
import { openMailer } from "@/lib/email/mailer";

/** 08:00 in Berlin, 12:45 in Kathmandu. */
const AT = new Date("2026-03-06T07:00:00Z");
const ZONES = [
  { zone: "Europe/Berlin", hour: 8 },
  { zone: "Asia/Kathmandu", hour: 12 },
  { zone: "UTC", hour: 7 },
];

test("editions of several time zones that are due at once share one rate", async () => {
  const { emails } = await receiveEmails();
  useEnv({ ...env(), mail: { ...env().mail, rate: 60 } });
  for (const { zone, hour } of ZONES) {
    for (let index = 0; index < 4; index += 1) {
      const id = `${zone.replace(/.*\//, "").toLowerCase()}-${index}`;
      await makeSubscription(id, { timeZone: zone, hour });
    }
  }
  await ingestEntries([makeEntry()], new Date("2026-03-06T03:00:00Z"));
  const clock = createSimulatedClock(AT);
  const mailer = openMailer();
  const summary = await runDigest({ ...clock, mailer, isStopping: () => false });
  mailer.close();

  expect(summary).toContain("Sent 12 emails.");
  const issues = await db().digestIssue.findMany({ where: { deliveryCount: { gt: 0 } } });
  expect(issues.map(({ edition, deliveryCount }) => [edition, deliveryCount]).toSorted()).toEqual([
    ["daily/2026-03-06/07/UTC", 4],
    ["daily/2026-03-06/08/Europe/Berlin", 4],
    ["daily/2026-03-06/12/Asia/Kathmandu", 4],
  ]);
  expect(new Set(listRecipients(emails)).size).toBe(12);
  expect(clock.seconds()).toBe(11);
  const rows = await db().delivery.findMany({ orderBy: { claimedAt: "asc" } });
  const times = rows.map(({ claimedAt }) => (claimedAt?.getTime() ?? 0) - AT.getTime());
  expect(times).toEqual(Array.from({ length: 12 }, (_, second) => second * 1000));
  // An hour later nothing is left to send.
  expect(await runDigestAt(new Date(AT.getTime() + HOUR))).toContain("Nothing is due.");
  expect(emails).toHaveLength(12);
});
