import {
  countDeliveries,
  deliveryStates,
  hoursAfter,
  minutesAfter,
  receiveMail,
  runDigestAt,
} from "@tests/digest";
import { ingestEntries, makeEntry, makeReader, NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { findIssue } from "./queries";
import { isDigestDue } from "./run";

const EDITION = "2026-03-05";

async function papersOf(edition: string): Promise<string[]> {
  const issue = await findIssue(edition);
  return issue?.papers.map(({ id }) => id) ?? [];
}

const useTimeZone = (timeZone: string) =>
  useEnv({ ...env(), digest: { ...env().digest, timeZone } });

describe("which papers an issue takes", () => {
  test("the first takes what was listed within the last seven days, today being the seventh", async () => {
    await receiveMail();
    await makeReader();
    await ingestEntries([
      makeEntry({ id: "2603.00001", day: "2026-03-05" }),
      makeEntry({ id: "2602.00002", day: "2026-02-27" }),
      makeEntry({ id: "2602.00003", day: "2026-02-26" }),
      makeEntry({ id: "2510.00004", day: "2025-10-01" }),
    ]);
    await runDigestAt();
    expect((await papersOf(EDITION)).sort()).toEqual(["2602.00002", "2603.00001"]);
  });

  test("at most ten, in trending order", async () => {
    const { mails } = await receiveMail();
    await makeReader();
    const upvotes = [5, 90, 1, 40, 7, 300, 2, 60, 11, 3, 25, 9];
    await ingestEntries(
      upvotes.map((count, index) =>
        makeEntry({ id: `2603.000${10 + index}`, title: `Title with ${count}`, upvotes: count }),
      ),
    );
    await runDigestAt();
    const issue = await findIssue(EDITION);
    expect(issue?.papers.map((paper) => paper.upvotes)).toEqual([
      300, 90, 60, 40, 25, 11, 9, 7, 5, 3,
    ]);
    expect(issue?.subject).toBe("Title with 300 and 9 more");
    expect(mails).toHaveLength(1);
  });

  test("the next takes only what was first seen since", async () => {
    await receiveMail();
    await makeReader();
    await ingestEntries([makeEntry({ id: "2603.00001" })]);
    await runDigestAt();
    const tomorrow = hoursAfter(24);
    await ingestEntries(
      [
        makeEntry({ id: "2603.00001", day: "2026-03-06", upvotes: 900 }),
        makeEntry({ id: "2603.00002", day: "2026-03-06" }),
      ],
      hoursAfter(20),
    );
    await runDigestAt(tomorrow);
    expect(await papersOf("2026-03-06")).toEqual(["2603.00002"]);
  });

  test("a paper listed on an earlier day that came in late is in the next issue", async () => {
    await receiveMail();
    await makeReader();
    await ingestEntries([makeEntry({ id: "2603.00001" })]);
    await runDigestAt();
    await ingestEntries(
      [
        makeEntry({ id: "2603.00007", day: "2026-03-03" }),
        makeEntry({ id: "2601.00008", day: "2026-01-20" }),
      ],
      hoursAfter(2),
    );
    await runDigestAt(hoursAfter(24));
    expect(await papersOf("2026-03-06")).toEqual(["2603.00007"]);
  });

  test("an issue stays as it was frozen when its papers change", async () => {
    await receiveMail();
    await makeReader();
    await ingestEntries([makeEntry({ title: "As it was" })]);
    await runDigestAt();
    await ingestEntries([makeEntry({ title: "As it is" })], hoursAfter(1));
    await runDigestAt(hoursAfter(2));
    expect((await findIssue(EDITION))?.papers.map(({ title }) => title)).toEqual(["As it was"]);
  });
});

describe("when there is no issue", () => {
  test("nothing new: no issue, no mail, and the sentence says why", async () => {
    const { mails } = await receiveMail();
    await makeReader();
    expect(await runDigestAt()).toBe("No new papers since 2026-02-26: no mail.");

    await ingestEntries([makeEntry()]);
    await runDigestAt();
    expect(mails).toHaveLength(1);
    expect(await runDigestAt(hoursAfter(24))).toBe(
      "No new papers since the last issue (2026-03-05T15:00:00.000Z): no mail.",
    );
    expect(mails).toHaveLength(1);
    expect(await db().digestIssue.count()).toBe(1);
  });

  test("nobody subscribed: no issue and the sentence says why; who comes later gets the papers", async () => {
    const { mails } = await receiveMail();
    await ingestEntries([makeEntry()]);
    expect(await runDigestAt()).toBe("Nobody is subscribed: no mail.");
    expect(await db().digestIssue.count()).toBe(0);

    await makeReader();
    await runDigestAt(hoursAfter(24));
    expect(mails).toHaveLength(1);
    expect(await papersOf("2026-03-06")).toEqual(["2603.00001"]);
  });

  test("an address that was not confirmed, or has left, is nobody", async () => {
    await ingestEntries([makeEntry()]);
    for (const state of ["pending", "unsubscribed"] as const) {
      const id = await makeReader(state);
      await db().subscription.update({ where: { id }, data: { state } });
    }
    expect(await runDigestAt()).toBe("Nobody is subscribed: no mail.");
  });
});

describe("one issue a calendar date, one mail a reader", () => {
  const readers = Array.from({ length: 23 }, (_, index) => `reader-${index}`);
  const everyone = readers.map((id) => `${id}@example.org`).sort();

  test("run twice, it mails nobody twice and says so", async () => {
    const { mails } = await receiveMail();
    for (const id of readers) await makeReader(id);
    await ingestEntries([makeEntry()]);
    expect(await runDigestAt()).toBe("The issue of 2026-03-05 has 1 paper. Mails sent: 23.");
    expect(await runDigestAt(minutesAfter(60))).toBe(
      "The issue of 2026-03-05 exists. It owes nobody a mail: nothing sent.",
    );
    expect(mails.flatMap(({ to }) => to).sort()).toEqual(everyone);
  });

  test("three runs at once mail each reader exactly once", async () => {
    const { mails } = await receiveMail();
    for (const id of readers) await makeReader(id);
    await ingestEntries([makeEntry()]);
    await Promise.all([runDigestAt(), runDigestAt(), runDigestAt()]);
    expect(mails.flatMap(({ to }) => to).sort()).toEqual(everyone);
    expect(await db().digestIssue.count()).toBe(1);
    const issue = await findIssue(EDITION);
    expect(await countDeliveries(issue?.id ?? "")).toEqual({ sent: 23 });
  });

  test("who subscribes after the issue was frozen waits for the next", async () => {
    const { mails } = await receiveMail();
    await makeReader("early");
    await ingestEntries([makeEntry()]);
    await runDigestAt();
    await makeReader("late");
    await runDigestAt(hoursAfter(1));
    expect(mails.flatMap(({ to }) => to)).toEqual(["early@example.org"]);
    expect(await deliveryStates()).toEqual({ early: "sent" });
  });

  test.each([
    ["UTC", "2026-03-05"],
    ["Pacific/Kiritimati", "2026-03-06"],
    ["America/Los_Angeles", "2026-03-05"],
    ["Asia/Kathmandu", "2026-03-05"],
  ])("in %s the edition at 15:00 UTC is %s", async (zone, edition) => {
    useTimeZone(zone);
    await receiveMail();
    await makeReader();
    await ingestEntries([makeEntry()]);
    await runDigestAt();
    const issues = await db().digestIssue.findMany({ select: { edition: true } });
    expect(issues).toEqual([{ edition }]);
  });

  test("midnight in the digest's zone, not in UTC, begins a new edition", async () => {
    useTimeZone("Pacific/Kiritimati");
    await receiveMail();
    await makeReader();
    const beforeMidnight = new Date("2026-03-05T09:59:00.000Z");
    const afterMidnight = new Date("2026-03-05T10:01:00.000Z");
    await ingestEntries([makeEntry({ id: "2603.00001" })], new Date("2026-03-05T08:00:00.000Z"));
    await runDigestAt(beforeMidnight);
    await ingestEntries([makeEntry({ id: "2603.00002" })], new Date("2026-03-05T10:00:00.000Z"));
    await runDigestAt(afterMidnight);
    const issues = await db().digestIssue.findMany({ select: { edition: true } });
    expect(issues.map(({ edition }) => edition).sort()).toEqual(["2026-03-05", "2026-03-06"]);
  });
});

test.each([
  ["UTC", 15, true],
  ["UTC", 16, false],
  // 20:45 and 07:00 there
  ["Asia/Kathmandu", 20, true],
  ["Asia/Kathmandu", 21, false],
  ["America/Los_Angeles", 7, true],
  ["America/Los_Angeles", 8, false],
])("at 15:00 UTC a digest of %s %i o'clock is due: %s", (timeZone, hour, due) => {
  useEnv({ ...env(), digest: { ...env().digest, timeZone, hour } });
  expect(isDigestDue(NOW)).toBe(due);
});
