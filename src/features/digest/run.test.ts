import {
  countDeliveries,
  findIssue,
  getDeliveryStates,
  hoursAfter,
  minutesAfter,
  receiveEmails,
  runDigestAt,
} from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";

/** The site's own daily editions on the day of NOW and on the next. */
const TODAY = "daily/2026-03-05/07/UTC";
const TOMORROW = "daily/2026-03-06/07/UTC";

const useDigest = (hour: number, timeZone = "UTC") =>
  useEnv({ ...env(), digest: { ...env().digest, hour, timeZone } });

const listEditions = async () =>
  (await db().digestIssue.findMany({ select: { edition: true } })).map(({ edition }) => edition);

async function listPapers(edition: string): Promise<string[]> {
  const issue = await findIssue(edition);
  return issue?.papers.map(({ id }) => id) ?? [];
}

/** Makes subscriptions to the site's own daily edition, and returns their addresses. */
async function makeSubscriptions(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `reader-${index}`);
  for (const id of ids) await makeSubscription(id);
  return ids.map((id) => `${id}@example.org`).sort();
}

describe("the run makes", () => {
  test("the site's own editions even without a subscriber, the weekly one on Mondays and the monthly one on the first", async () => {
    await ingestEntries([makeEntry()]);
    expect(await runDigestAt()).toContain(
      `Made ${TODAY}, with no emails to send. Nobody was subscribed to this edition.`,
    );
    expect(await listEditions()).toEqual([TODAY]);
    await runDigestAt(new Date("2026-03-09T07:00:00Z"));
    expect(await listEditions()).toContain("weekly/2026-03-09/07/UTC");
    await runDigestAt(new Date("2026-04-01T07:00:00Z"));
    expect(await listEditions()).toContain("monthly/2026-04-01/07/UTC");
    const own = await db().digestIssue.findMany();
    expect(own.map(({ archived }) => archived)).toEqual(own.map(() => true));
  });

  test("an edition of a subscriber's own rhythm, hour and time zone, once its hour has begun there", async () => {
    const schedule = { rhythm: "weekdays", hour: 21, timeZone: "Asia/Kathmandu" } as const;
    await makeSubscription("ktm", { ...schedule, scheduledAt: new Date("2026-03-04T16:00:00Z") });
    await ingestEntries([makeEntry()]);
    const edition = "weekdays/2026-03-05/21/Asia/Kathmandu";
    expect(await runDigestAt(new Date("2026-03-05T15:14:59Z"))).not.toContain("Kathmandu.");
    expect(await listEditions()).not.toContain(edition);
    expect(await runDigestAt(new Date("2026-03-05T15:15:00Z"))).toContain(
      `Made ${edition}: 1 new paper for 1 subscriber.`,
    );
    const made = await db().digestIssue.findUnique({ where: { edition } });
    expect(made).toMatchObject({ archived: false, deliveryCount: 1, date: "2026-03-05" });
  });

  test.each([
    [3, [TODAY]],
    [23, [TODAY]],
    // By then the next edition is due
    [25, [TOMORROW]],
    [72, ["daily/2026-03-08/07/UTC"]],
  ])("only the latest missed edition after an outage of %i hours", async (hours, expected) => {
    await makeSubscription();
    await ingestEntries([makeEntry()]);
    await runDigestAt(hoursAfter(hours, new Date("2026-03-05T07:00:00Z")));
    expect(await listEditions()).toEqual(expected);
  });

  test("no weekly edition that was missed for more than 24 hours", async () => {
    await makeSubscription("weekly", { rhythm: "weekly", weekday: 4, hour: 16, timeZone: "UTC" });
    await runDigestAt(hoursAfter(1));
    await runDigestAt(hoursAfter(24 * 8 + 2));
    expect((await listEditions()).filter((name) => name.startsWith("weekly/2026-03-1"))).toEqual(
      [],
    );
  });

  test("the other editions if a time zone is unknown, and says which", async () => {
    await makeSubscription("lost", { timeZone: "Mars/Olympus" });
    await makeSubscription("known");
    await ingestEntries([makeEntry()]);
    const summary = await runDigestAt();
    expect(summary).toContain(`Made ${TODAY}: 1 new paper for 1 subscriber.`);
    expect(summary).toContain("Unknown time zone: Mars/Olympus.");
  });

  test("nothing if nothing is due, and says when the next edition is due", async () => {
    useDigest(7, "Europe/Berlin");
    await runDigestAt();
    expect(await runDigestAt(minutesAfter(1))).toBe(
      "Nothing is due. The next edition (Daily at 07:00 Europe/Berlin) is due in 15 hours.",
    );
  });
});

describe("one issue for each edition, one email for each subscriber", () => {
  test("if it runs twice, nobody gets two emails", async () => {
    const { emails } = await receiveEmails();
    const everyone = await makeSubscriptions(23);
    await ingestEntries([makeEntry()]);
    expect(await runDigestAt()).toContain(
      `Made ${TODAY}: 1 new paper for 23 subscribers. Sent 23 emails.`,
    );
    expect(await runDigestAt(minutesAfter(60))).toContain("Nothing is due.");
    expect(emails.flatMap(({ to }) => to).sort()).toEqual(everyone);
  });

  test("three runs at once send each subscriber exactly one email", async () => {
    const { emails } = await receiveEmails();
    const everyone = await makeSubscriptions(11);
    await ingestEntries([makeEntry()]);
    await Promise.all([runDigestAt(), runDigestAt(), runDigestAt()]);
    expect(emails.flatMap(({ to }) => to).sort()).toEqual(everyone);
    expect(await listEditions()).toEqual([TODAY]);
    const issue = await findIssue(TODAY);
    expect(await countDeliveries(issue?.id ?? "")).toEqual({ sent: 11 });
  });

  test("a subscriber who confirms after the hour waits for the next edition", async () => {
    const { emails } = await receiveEmails();
    await makeSubscription("early");
    await makeSubscription("late", { scheduledAt: new Date("2026-03-05T07:00:01Z") });
    await ingestEntries([makeEntry()]);
    await runDigestAt();
    expect(await getDeliveryStates()).toEqual({ early: "sent" });
    await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(1));
    await runDigestAt(hoursAfter(17));
    expect(emails.flatMap(({ to }) => to)).toContain("late@example.org");
  });

  test("a subscriber who changes to a later hour gets one email of that date", async () => {
    await receiveEmails();
    const id = await makeSubscription();
    await ingestEntries([makeEntry()]);
    await runDigestAt();
    const changed = { hour: 18, scheduledAt: hoursAfter(1) };
    await db().subscription.update({ where: { id }, data: changed });
    await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(2));
    await runDigestAt(hoursAfter(4));
    expect(await listEditions()).toContain("daily/2026-03-05/18/UTC");
    expect(await db().delivery.count()).toBe(1);
  });

  test.each(["pending", "unsubscribed", "stopped", "deleted"] as const)(
    "a subscription that is %s gets nothing",
    async (state) => {
      await makeSubscription("gone", { state });
      await ingestEntries([makeEntry()]);
      expect(await runDigestAt()).toContain("Nobody was subscribed to this edition.");
    },
  );

  test("a paused subscription gets no email until the pause ends", async () => {
    await receiveEmails();
    await makeSubscription("away", { pausedUntil: hoursAfter(10) });
    await ingestEntries([makeEntry()]);
    await runDigestAt();
    expect(await db().delivery.count()).toBe(0);
    await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(1));
    await runDigestAt(hoursAfter(16));
    expect(await getDeliveryStates()).toEqual({ away: "sent" });
  });
});

test("without a new paper the issue says so, and no email is sent", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription();
  await ingestEntries([makeEntry()]);
  await runDigestAt();
  expect(await runDigestAt(hoursAfter(24))).toContain(
    `Made ${TOMORROW}, with no emails to send. No new papers since Thursday, March 5.`,
  );
  expect(emails).toHaveLength(1);
  // Decided once: papers that arrive later belong to the next edition.
  await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(25));
  await runDigestAt(hoursAfter(26));
  expect(await listPapers(TOMORROW)).toEqual([]);
});
