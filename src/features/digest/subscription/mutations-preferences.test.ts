import { hoursAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { Preferences } from "@/features/digest/schema";
import { claimLinkEmail, savePreferences } from "./mutations-preferences";
import { findSubscription } from "./queries";

const PREFERENCES: Preferences = {
  rhythm: "daily",
  weekday: 1,
  hour: 7,
  timeZone: "UTC",
  size: 10,
  topics: {},
};

const getRow = (id: string) => db().subscription.findUniqueOrThrow({ where: { id } });

describe("saving", () => {
  test("stores every preference, and topics in their canonical form", async () => {
    const id = await makeSubscription();
    const topics = { keywords: ["b", "a"], excluded: [] };
    const saved: Preferences = { ...PREFERENCES, rhythm: "weekly", weekday: 5, size: 25, topics };
    await savePreferences(id, saved, NOW);
    expect(await findSubscription(id)).toMatchObject({
      ...saved,
      topics: { keywords: ["a", "b"] },
    });
    expect((await getRow(id)).topics).toBe('{"keywords":["a","b"]}');
  });

  test("today's name of the same time zone is no new schedule", async () => {
    const id = await makeSubscription("reader-1", { timeZone: "Europe/Kiev" });
    const before = await getRow(id);
    await savePreferences(id, { ...PREFERENCES, timeZone: "Europe/Kyiv", size: 5 }, NOW);
    const { scheduledAt, timeZone } = before;
    expect(await getRow(id)).toMatchObject({ scheduledAt, timeZone, size: 5 });
  });

  test.each([
    ["rhythm", { rhythm: "weekdays" }],
    ["weekday", { weekday: 4 }],
    ["hour", { hour: 8 }],
    ["zone", { timeZone: "Asia/Tokyo" }],
  ] as const)(
    "another %s begins a new schedule: editions that were due earlier aren't sent",
    async (_, change) => {
      const id = await makeSubscription();
      await savePreferences(id, { ...PREFERENCES, ...change }, NOW);
      expect((await getRow(id)).scheduledAt).toEqual(NOW);
    },
  );

  test("size and topics alone don't, so that today's email isn't missed", async () => {
    const id = await makeSubscription();
    const before = await getRow(id);
    await savePreferences(id, { ...PREFERENCES, size: 5, topics: { keywords: ["a"] } }, NOW);
    expect((await getRow(id)).scheduledAt).toEqual(before.scheduledAt);
  });

  test("for an unknown or a deleted subscription is refused", async () => {
    await makeSubscription("gone", { state: "deleted", email: "deleted:gone" });
    for (const id of ["nobody", "gone"]) {
      await expect(savePreferences(id, PREFERENCES, NOW)).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });
});

test("of fifty claims of a link email at once, one succeeds", async () => {
  const id = await makeSubscription();
  const claims = await Promise.all(Array.from({ length: 50 }, () => claimLinkEmail(id, NOW)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await claimLinkEmail(id, hoursAfter(23.9))).toBe(false);
  expect(await claimLinkEmail(id, hoursAfter(24))).toBe(true);
});
