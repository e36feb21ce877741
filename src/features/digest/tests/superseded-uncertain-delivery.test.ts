import { makeIssue, minutesAfter } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { formatSubject } from "@/features/digest/email/subject";
import { freezeIssue } from "@/features/digest/issue/mutations-freeze";

/** Freezes the edition after that of `makeIssue`, for the same subscribers. */
const freezeNext = () =>
  freezeIssue({
    schedule: { rhythm: "daily", weekday: 1, hour: 7, timeZone: "UTC" },
    archived: true,
    edition: { rhythm: "daily", hour: 7, timeZone: "UTC", date: "2026-03-06" },
    dueAt: minutesAfter(10),
    now: () => minutesAfter(10),
    formatSubject,
  });

const PAPER = { id: "2603.00001", title: "T", byline: "B", excerpt: "E", upvotes: 1 };

const setDelivery = (data: object) =>
  db().delivery.updateMany({ data: { attempts: 1, claimedAt: NOW, firstTriedAt: NOW, ...data } });

const readDelivery = (date: string) =>
  db().delivery.findFirstOrThrow({ where: { date }, include: { selection: true } });

beforeEach(async () => {
  await makeSubscription();
  await ingestEntries([makeEntry({ id: PAPER.id }), makeEntry({ id: "2603.00002" })]);
  await makeIssue([PAPER]);
  await db().digestIssue.updateMany({ data: { until: minutesAfter(-5) } });
});

test("a waiting delivery is skipped for the next issue, which contains its papers, and keeps its attempt log", async () => {
  await setDelivery({ state: "deferred", answer: "451 later" });
  expect(await freezeNext()).toMatchObject({ deliveryCount: 1 });
  const { state, answer, attemptLog } = await readDelivery("2026-03-05");
  expect({ state, answer }).toEqual({ state: "skipped", answer: "a later issue took its place" });
  expect(JSON.parse(attemptLog)).toMatchObject([{ answer: "451 later" }]);
  expect((await readDelivery("2026-03-06")).selection.papers).toContain(PAPER.id);
});

test("a delivery that may have been sent is sent again, and its papers come in no other email", async () => {
  await setDelivery({ state: "deferred", answer: "the connection was lost", uncertainAttempts: 1 });
  expect(await freezeNext()).toMatchObject({ deliveryCount: 1 });
  const states = await db().delivery.findMany({ orderBy: { date: "asc" } });
  expect(states.map(({ state }) => state)).toEqual(["deferred", "pending"]);
  expect((await readDelivery("2026-03-06")).selection.papers).not.toContain(PAPER.id);
});
