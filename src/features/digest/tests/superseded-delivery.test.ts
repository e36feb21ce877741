import {
  countDeliveries,
  freezeDigestAt,
  hoursAfter,
  minutesAfter,
  receiveEmails,
  runDigestAt,
} from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { listPapersIn } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";

const LATER = "a later issue took its place";
/** When the next daily edition is due, while the issue before it can still be sent. */
const NEXT = new Date("2026-03-06T02:00:00Z");

/** Moves a subscription to the edition of 02:00. */
const moveToTwo = (id: string) =>
  db().subscription.update({ where: { id }, data: { hour: 2, scheduledAt: NOW } });

/** Lists all deliveries, oldest first. */
const listDeliveries = () => db().delivery.findMany({ orderBy: [{ date: "asc" }] });

const busy = () => ({ code: 451, message: "4.3.2 busy" });

test.each([
  ["pending", () => freezeDigestAt(NOW)],
  [
    "deferred",
    async () => {
      await receiveEmails({ refuseRecipient: busy });
      await runDigestAt(NOW);
    },
  ],
])(
  "a delivery that is still %s is skipped for the next issue's, which contains its papers too",
  async (state, leaveUnsent) => {
    const id = await makeSubscription();
    await ingestEntries([makeEntry({ id: "2603.00001" })]);
    await leaveUnsent();
    expect(await listDeliveries()).toMatchObject([{ state, date: "2026-03-05" }]);

    await moveToTwo(id);
    await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(1));
    const { emails } = await receiveEmails();
    await runDigestAt(NEXT);
    expect(emails).toHaveLength(1);
    expect((await listPapersIn(emails[0])).toSorted()).toEqual(["2603.00001", "2603.00002"]);
    expect(await listDeliveries()).toMatchObject([
      { state: "skipped", answer: LATER, readyAt: null, settledAt: NEXT },
      { state: "sent", date: "2026-03-06" },
    ]);
    const issues = await db().digestIssue.findMany({ where: { deliveryCount: { gt: 0 } } });
    const counts = await Promise.all(issues.map((issue) => countDeliveries(issue.id)));
    expect(counts).toEqual([{ skipped: 1 }, { sent: 1 }]);
  },
);

test("a skipped delivery keeps its earlier answers in the attempt log", async () => {
  const id = await makeSubscription();
  await ingestEntries([makeEntry()]);
  await receiveEmails({ refuseRecipient: busy });
  await runDigestAt(NOW);
  await runDigestAt(minutesAfter(5));
  await moveToTwo(id);
  await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(1));
  await freezeDigestAt(NEXT);
  const [first] = await listDeliveries();
  expect(first).toMatchObject({ state: "skipped", answer: LATER, attempts: 2 });
  expect(first?.attemptLog).toContain("451");
});

test("the papers of a skipped delivery are sent even if no new paper matches the topics", async () => {
  const id = await makeSubscription("picky", { topics: '{"keywords":["tides"]}' });
  await ingestEntries([makeEntry({ id: "2603.00001", title: "On tides" })]);
  await freezeDigestAt(NOW);
  await moveToTwo(id);
  await ingestEntries([makeEntry({ id: "2603.00002", title: "On stars" })], hoursAfter(1));
  const { emails } = await receiveEmails();
  await runDigestAt(NEXT);
  expect(await Promise.all(emails.map(listPapersIn))).toEqual([["2603.00001"]]);
});

test("the papers of a skipped delivery count as new: they need not be among the first ranks", async () => {
  const { emails } = await receiveEmails();
  const id = await makeSubscription("reader-1", { size: 5 });
  const ingestWithScore = async (numbers: number[], score: number, now: Date) => {
    const ids = numbers.map((number) => `2603.0000${number}`);
    await ingestEntries(
      ids.map((id) => makeEntry({ id })),
      now,
    );
    await db().paper.updateMany({ where: { id: { in: ids } }, data: { score } });
  };
  await ingestWithScore([1, 2, 3, 4, 5], 100, hoursAfter(-1));
  await runDigestAt(NOW);
  await ingestWithScore([6], 20, hoursAfter(1));
  await freezeDigestAt(hoursAfter(16));
  await ingestWithScore([7], 10, hoursAfter(17));
  await db().subscription.update({ where: { id }, data: { hour: 2, scheduledAt: hoursAfter(17) } });
  await runDigestAt(hoursAfter(36));
  expect(emails).toHaveLength(2);
  expect(await listPapersIn(emails[1])).toEqual(["2603.00006", "2603.00007"]);
});

test("the papers of a delivery that was given up are in the next email", async () => {
  await makeSubscription("reader-1", { size: 5 });
  const { emails } = await receiveEmails();
  await ingestEntries(
    [1, 2, 3, 4, 5].map((number) => makeEntry({ id: `2603.0000${number}` })),
    hoursAfter(-1),
  );
  await runDigestAt(NOW);
  await db().paper.updateMany({ data: { score: 100 } });
  await ingestEntries([makeEntry({ id: "2603.00006" })], hoursAfter(1));
  await receiveEmails({ refuseRecipient: busy });
  for (let hour = 16; hour < 32; hour += 1) await runDigestAt(hoursAfter(hour));
  expect(await listDeliveries()).toMatchObject([{ state: "sent" }, { state: "skipped" }]);

  await ingestEntries([makeEntry({ id: "2603.00007" })], hoursAfter(33));
  await db().paper.updateMany({ where: { id: { gt: "2603.00005" } }, data: { score: 1 } });
  const second = await receiveEmails();
  await runDigestAt(hoursAfter(41));
  expect(emails).toHaveLength(1);
  expect((await listPapersIn(second.emails[0])).toSorted()).toEqual(["2603.00006", "2603.00007"]);
});
