import { hoursAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { Preferences } from "@/features/digest/schema";
import { unsubscribe } from "./mutations";
import {
  claimLinkEmail,
  pauseSubscription,
  resumeSubscription,
  savePreferences,
} from "./mutations-preferences";
import { restartSubscription, subscribeVerifiedAddress } from "./mutations-start";
import { findSubscription, findSubscriptionId } from "./queries";

const PREFERENCES: Preferences = {
  ...{ rhythm: "daily", weekday: 1, hour: 7, timeZone: "UTC", size: 10 },
  topics: {},
};

const row = (id: string) => db().subscription.findUniqueOrThrow({ where: { id } });

describe("saving", () => {
  test("keeps every choice, topics in their one spelling", async () => {
    const id = await makeSubscription();
    const topics = { keywords: ["b", "a"], excluded: [] };
    const chosen: Preferences = {
      ...PREFERENCES,
      rhythm: "weekly",
      weekday: 5,
      size: 25,
      topics,
    };
    await savePreferences(id, chosen, NOW);
    expect(await findSubscription(id)).toMatchObject({
      ...chosen,
      topics: { keywords: ["a", "b"] },
    });
    expect((await row(id)).topics).toBe('{"keywords":["a","b"]}');
  });

  test.each([
    ["rhythm", { rhythm: "weekdays" }],
    ["weekday", { weekday: 4 }],
    ["hour", { hour: 8 }],
    ["zone", { timeZone: "Asia/Tokyo" }],
  ] as const)(
    "another %s begins a new schedule: editions due before aren't this reader's",
    async (_, more) => {
      const id = await makeSubscription();
      await savePreferences(id, { ...PREFERENCES, ...more }, NOW);
      expect((await row(id)).scheduledAt).toEqual(NOW);
    },
  );

  test("size and topics alone don't, so that today's mail isn't missed", async () => {
    const id = await makeSubscription();
    const before = await row(id);
    await savePreferences(id, { ...PREFERENCES, size: 5, topics: { keywords: ["a"] } }, NOW);
    expect((await row(id)).scheduledAt).toEqual(before.scheduledAt);
  });

  test("of nobody, or of somebody deleted, is refused", async () => {
    await makeSubscription("gone", { state: "deleted", email: "deleted:gone" });
    for (const id of ["nobody", "gone"]) {
      await expect(savePreferences(id, PREFERENCES, NOW)).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });
});

describe("a pause", () => {
  test("is two weeks from now, and ends at once where the reader wants", async () => {
    const id = await makeSubscription();
    await pauseSubscription(id, NOW);
    expect((await row(id)).pausedUntil).toEqual(hoursAfter(14 * 24));
    await resumeSubscription(id, hoursAfter(1));
    expect(await row(id)).toMatchObject({ pausedUntil: null, scheduledAt: hoursAfter(1) });
  });

  test("that isn't can't be ended: nothing is due anew", async () => {
    const id = await makeSubscription();
    const before = await row(id);
    await resumeSubscription(id, NOW);
    expect(await row(id)).toEqual(before);
  });

  test.each(["unsubscribed", "stopped", "pending"] as const)(
    "is of no use to one %s",
    async (state) => {
      const id = await makeSubscription("reader-1", { state });
      await expect(pauseSubscription(id, NOW)).rejects.toMatchObject({ code: "bad_request" });
    },
  );
});

describe("beginning without another mail", () => {
  const settings = { timeZone: "Asia/Tokyo", now: NOW };
  const proof = { source: "form", now: NOW } as const;

  test("an unknown address is active from now on, in the browser's zone", async () => {
    expect(await subscribeVerifiedAddress("ada@example.org", settings)).toBe("started");
    const id = (await findSubscriptionId("ada@example.org")) ?? "";
    const told = { state: "active", consentSource: "settings", confirmedAt: NOW, scheduledAt: NOW };
    expect(await row(id)).toMatchObject({ ...told, timeZone: "Asia/Tokyo" });
  });

  test("twenty times at once it is one subscription", async () => {
    const asks = Array.from({ length: 20 }, () =>
      subscribeVerifiedAddress("ada@example.org", settings),
    );
    expect(new Set(await Promise.all(asks))).toEqual(new Set(["started"]));
    expect(await db().subscription.count()).toBe(1);
  });

  test("who has left comes back with what they had chosen", async () => {
    const id = await makeSubscription("reader-1", { hour: 20, timeZone: "Europe/Paris" });
    await unsubscribe(id, NOW);
    expect(await restartSubscription(id, { ...proof, now: hoursAfter(1) })).toBe("started");
    const back = { state: "active", unsubscribedAt: null, scheduledAt: hoursAfter(1) };
    expect(await row(id)).toMatchObject({ ...back, hour: 20, timeZone: "Europe/Paris" });
  });

  test("an active one stays as it is", async () => {
    const id = await makeSubscription();
    const before = await row(id);
    expect(await restartSubscription(id, proof)).toBe("started");
    expect(await subscribeVerifiedAddress(before.email, settings)).toBe("started");
    expect(await row(id)).toEqual(before);
  });

  test("a stopped one stays stopped: a mail has to arrive there first", async () => {
    const id = await makeSubscription("reader-1", { state: "stopped", stoppedAt: NOW });
    expect(await restartSubscription(id, proof)).toBe("stopped");
    expect(await subscribeVerifiedAddress("reader-1@example.org", settings)).toBe("stopped");
    expect((await row(id)).state).toBe("stopped");
    // Nor is leaving first a way around it.
    await unsubscribe(id, NOW);
    expect(await restartSubscription(id, proof)).toBe("stopped");
    expect((await row(id)).state).toBe("unsubscribed");
  });
});

test("of fifty takes of a link at once one is let through", async () => {
  const id = await makeSubscription();
  const takes = await Promise.all(Array.from({ length: 50 }, () => claimLinkEmail(id, NOW)));
  expect(takes.filter(Boolean)).toHaveLength(1);
  expect(await claimLinkEmail(id, hoursAfter(23.9))).toBe(false);
  expect(await claimLinkEmail(id, hoursAfter(24))).toBe(true);
});
