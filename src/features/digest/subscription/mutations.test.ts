import { countActive, hoursAfter, minutesAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { readEveryCell } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import {
  confirmSubscription,
  pauseSubscription,
  requestSubscription,
  restartSubscription,
  resumeSubscription,
  stopSubscription,
  subscribeVerifiedAddress,
  undoStop,
  unsubscribe,
  withdrawRequest,
} from "./mutations";
import { findSubscriptionId } from "./queries";
import { createUnsubscribeToken, hashToken, parseUnsubscribeToken } from "./tokens";

const EMAIL = "ada@example.org";
const ZONE = "Europe/Berlin";

const request = (now: Date, email = EMAIL, timeZone = ZONE) =>
  requestSubscription(email, { timeZone, now });

async function requestToken(now: Date = NOW): Promise<string> {
  const outcome = await request(now);
  if (outcome?.kind !== "confirm") throw new Error("no token was returned");
  return outcome.token;
}

const getRow = () => db().subscription.findUniqueOrThrow({ where: { email: EMAIL } });
const getRowById = (id: string) => db().subscription.findUniqueOrThrow({ where: { id } });

describe("a request", () => {
  test("subscribes nobody yet, and stores the site's hour and the browser's zone", async () => {
    await requestToken();
    const { hour } = env().digest;
    expect(await getRow()).toMatchObject({ state: "pending", confirmedAt: null, hour });
    expect(await getRow()).toMatchObject({
      timeZone: ZONE,
      rhythm: "daily",
      size: 10,
      topics: "{}",
    });
    expect(await countActive()).toBe(0);
  });

  test("leads to at most one email a day to an address, and to another after that", async () => {
    await requestToken();
    expect(await request(NOW)).toBeNull();
    expect(await request(hoursAfter(23.99))).toBeNull();
    expect(await request(hoursAfter(24))).not.toBeNull();
    expect(await request(hoursAfter(30))).toBeNull();
    expect(await request(NOW, "eve@example.org")).not.toBeNull();
  });

  test("after unsubscribing within a day leads to no second email", async () => {
    await requestToken();
    await unsubscribe((await getRow()).id, minutesAfter(1));
    expect(await request(hoursAfter(23))).toBeNull();
    expect(await request(hoursAfter(24))).toMatchObject({ kind: "confirm" });
  });

  test("whose email certainly wasn't sent can be repeated at once", async () => {
    const token = await requestToken();
    await withdrawRequest(token);
    expect(await confirmSubscription(token, NOW)).toBeNull();
    expect(await requestToken(minutesAfter(1))).not.toBe(token);
  });

  test("made fifty times at once leads to one email and one row", async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => request(NOW)));
    expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    expect(await db().subscription.count()).toBe(1);
  });

  test("by a subscriber returns their subscription, once a day, and changes nothing", async () => {
    const id = await makeSubscription("reader-1", { timeZone: "Asia/Tokyo" });
    const again = (hours: number) => request(hoursAfter(hours), "reader-1@example.org");
    expect(await again(0)).toEqual({ kind: "already", id });
    expect(await again(23.9)).toBeNull();
    expect(await again(24)).toEqual({ kind: "already", id });
    expect(await getRowById(id)).toMatchObject({
      state: "active",
      timeZone: "Asia/Tokyo",
      confirmMailedAt: null,
    });
  });

  test("changes the zone of a pending subscription, not that of an unsubscribed one", async () => {
    await requestToken();
    await request(hoursAfter(25), EMAIL, "Asia/Tokyo");
    expect((await getRow()).timeZone).toBe("Asia/Tokyo");
    await unsubscribe((await getRow()).id, hoursAfter(26));
    await request(hoursAfter(50), EMAIL, "UTC");
    expect((await getRow()).timeZone).toBe("Asia/Tokyo");
  });

  test("stores the hash of its token, never the token", async () => {
    const token = await requestToken();
    expect(readEveryCell()).toContain(hashToken(token));
    expect(readEveryCell()).not.toContain(token);
    await confirmSubscription(token, NOW);
    expect(readEveryCell()).not.toContain(token);
  });
});

describe("a confirmation", () => {
  test("subscribes from that moment on; the same link again changes nothing", async () => {
    const token = await requestToken();
    const { id } = await getRow();
    expect(await confirmSubscription(token, minutesAfter(1))).toBe(id);
    const confirmed = await getRow();
    const since = { confirmedAt: minutesAfter(1), scheduledAt: minutesAfter(1) };
    expect(confirmed).toMatchObject({ state: "active", consentSource: "form", ...since });
    expect(await confirmSubscription(token, minutesAfter(2))).toBe(id);
    expect(await getRow()).toEqual(confirmed);
  });

  test("works within 48 hours and not after", async () => {
    const token = await requestToken();
    expect(await confirmSubscription(token, hoursAfter(48))).toBeNull();
    expect(await countActive()).toBe(0);
    expect(await confirmSubscription(token, hoursAfter(47.99))).not.toBeNull();
  });

  test.each(["", "unknown", "null", "0"])("with the token %j subscribes nobody", async (token) => {
    await requestToken();
    await makeSubscription("no-token");
    await unsubscribe("no-token", NOW);
    expect(await confirmSubscription(token, NOW)).toBeNull();
    expect(await countActive()).toBe(0);
  });

  test("with the hash, which a copy of the database reveals, subscribes nobody", async () => {
    const token = await requestToken();
    expect(await confirmSubscription(hashToken(token), NOW)).toBeNull();
  });

  test("works with the newest link only", async () => {
    const [first, second] = [await requestToken(), await requestToken(hoursAfter(25))];
    expect(await confirmSubscription(first, hoursAfter(26))).toBeNull();
    expect(await confirmSubscription(second, hoursAfter(26))).not.toBeNull();
  });

  test("ends a stop and forgets its cause, but not with a link that was used before", async () => {
    const used = await requestToken();
    await confirmSubscription(used, NOW);
    const stop = { state: "stopped", stoppedAt: NOW, stoppedBy: "bounced" } as const;
    const { id } = await getRow();
    const data = { ...stop, stopAnswer: "550", bounceScore: 2, bouncedOn: "2026-03-05" };
    await db().subscription.update({ where: { id }, data });
    expect(await confirmSubscription(used, hoursAfter(1))).toBeNull();

    const second = await requestToken(hoursAfter(25));
    expect(await confirmSubscription(second, hoursAfter(26))).toBe(id);
    const none = { stoppedAt: null, stoppedBy: null, stopAnswer: null, bouncedOn: null };
    expect(await getRow()).toMatchObject({ state: "active", bounceScore: 0, ...none });
  });
});

describe("a start without another email", () => {
  const settings = { timeZone: "Asia/Tokyo", now: NOW };
  const proof = { source: "form", now: NOW } as const;

  test("makes an unknown address active from now on, in the browser's zone", async () => {
    expect(await subscribeVerifiedAddress(EMAIL, settings)).toBe("started");
    const id = (await findSubscriptionId(EMAIL)) ?? "";
    expect(await getRowById(id)).toMatchObject({
      state: "active",
      consentSource: "settings",
      confirmedAt: NOW,
      scheduledAt: NOW,
      timeZone: "Asia/Tokyo",
    });
  });

  test("made twenty times at once creates one subscription", async () => {
    const starts = Array.from({ length: 20 }, () => subscribeVerifiedAddress(EMAIL, settings));
    expect(new Set(await Promise.all(starts))).toEqual(new Set(["started"]));
    expect(await db().subscription.count()).toBe(1);
  });

  test("after unsubscribing brings back the preferences", async () => {
    const id = await makeSubscription("reader-1", { hour: 20, timeZone: "Europe/Paris" });
    await unsubscribe(id, NOW);
    expect(await restartSubscription(id, { ...proof, now: hoursAfter(1) })).toBe("started");
    const active = { state: "active", unsubscribedAt: null, scheduledAt: hoursAfter(1) };
    expect(await getRowById(id)).toMatchObject({ ...active, hour: 20, timeZone: "Europe/Paris" });
  });

  test("leaves an active subscription unchanged", async () => {
    const id = await makeSubscription();
    const before = await getRowById(id);
    expect(await restartSubscription(id, proof)).toBe("started");
    expect(await subscribeVerifiedAddress(before.email, settings)).toBe("started");
    expect(await getRowById(id)).toEqual(before);
  });

  test("leaves a stopped subscription stopped, even if it was unsubscribed since", async () => {
    const id = await makeSubscription("reader-1", { state: "stopped", stoppedAt: NOW });
    expect(await restartSubscription(id, proof)).toBe("stopped");
    expect(await subscribeVerifiedAddress("reader-1@example.org", settings)).toBe("stopped");
    expect((await getRowById(id)).state).toBe("stopped");
    await unsubscribe(id, NOW);
    expect(await restartSubscription(id, proof)).toBe("stopped");
    expect((await getRowById(id)).state).toBe("unsubscribed");
  });
});

describe("a pause", () => {
  test("lasts two weeks from now, and ends at once when the subscriber resumes", async () => {
    const id = await makeSubscription();
    await pauseSubscription(id, NOW);
    expect((await getRowById(id)).pausedUntil).toEqual(hoursAfter(14 * 24));
    await resumeSubscription(id, hoursAfter(1));
    expect(await getRowById(id)).toMatchObject({ pausedUntil: null, scheduledAt: hoursAfter(1) });
  });

  test("that doesn't exist can't be ended: the schedule stays the same", async () => {
    const id = await makeSubscription();
    const before = await getRowById(id);
    await resumeSubscription(id, NOW);
    expect(await getRowById(id)).toEqual(before);
  });

  test.each(["unsubscribed", "stopped", "pending"] as const)(
    "of a subscription that is %s is refused",
    async (state) => {
      const id = await makeSubscription("reader-1", { state });
      await expect(pauseSubscription(id, NOW)).rejects.toMatchObject({ code: "bad_request" });
    },
  );
});

describe("unsubscribing", () => {
  test("is idempotent and keeps the first time", async () => {
    const id = await makeSubscription();
    expect(await unsubscribe(id, NOW)).toBe(true);
    expect(await unsubscribe(id, hoursAfter(1))).toBe(true);
    expect(await getRowById(id)).toMatchObject({ state: "unsubscribed", unsubscribedAt: NOW });
  });

  test("returns false for an unknown subscription, and ends no other", async () => {
    await makeSubscription();
    expect(await unsubscribe("nobody", NOW)).toBe(false);
    expect(await countActive()).toBe(1);
  });

  test("ends a pause as well", async () => {
    const id = await makeSubscription("reader-1", { pausedUntil: hoursAfter(200) });
    await unsubscribe(id, NOW);
    expect(await getRowById(id)).toMatchObject({ state: "unsubscribed", pausedUntil: null });
  });

  test("can't be undone with an old confirmation", async () => {
    const token = await requestToken();
    await confirmSubscription(token, minutesAfter(1));
    await unsubscribe((await getRow()).id, minutesAfter(2));
    expect(await confirmSubscription(token, minutesAfter(3))).toBeNull();
    expect(await getRow()).toMatchObject({ state: "unsubscribed" });
  });

  test("before confirming makes that link useless", async () => {
    const token = await requestToken();
    await unsubscribe((await getRow()).id, minutesAfter(1));
    expect(await confirmSubscription(token, minutesAfter(2))).toBeNull();
  });

  test("leaves no trace once the address has subscribed again", async () => {
    await confirmSubscription(await requestToken(), NOW);
    await unsubscribe((await getRow()).id, hoursAfter(1));
    await confirmSubscription(await requestToken(hoursAfter(25)), hoursAfter(26));
    expect(await getRow()).toMatchObject({ state: "active", unsubscribedAt: null });
  });

  test("by an email's token reaches the subscription it was emailed for", async () => {
    const id = await makeSubscription();
    const token = createUnsubscribeToken(id, env().secret);
    expect(parseUnsubscribeToken(token, env().secret)).toBe(id);
  });
});

describe("a stop", () => {
  test("happens once to an active subscription, and keeps its first cause", async () => {
    const id = await makeSubscription();
    const first = { cause: "refused", answer: "550 no\r\nsuch", now: NOW } as const;
    const second = { cause: "complained", answer: "abuse", now: minutesAfter(1) } as const;
    expect(await stopSubscription(id, first)).toBe(true);
    expect(await stopSubscription(id, second)).toBe(false);
    expect(await getRowById(id)).toMatchObject({
      state: "stopped",
      stoppedAt: NOW,
      stoppedBy: "refused",
      stopAnswer: "550 no such",
    });
  });

  test.each(["pending", "unsubscribed", "deleted"] as const)(
    "doesn't change a subscription that is %s",
    async (state) => {
      const id = await makeSubscription("reader-1", { state });
      const stop = { cause: "bounced", answer: "550", now: NOW } as const;
      expect(await stopSubscription(id, stop)).toBe(false);
      expect(await getRowById(id)).toMatchObject({ state, stoppedAt: null, stoppedBy: null });
    },
  );
});

describe("undoing a stop", () => {
  test("makes the subscription active from now on, and resets its bounce score", async () => {
    const id = await makeSubscription("reader-1", { bounceScore: 3, bouncedOn: "2026-03-05" });
    await stopSubscription(id, { cause: "bounced", answer: "550 no such user", now: NOW });
    expect(await undoStop(id, hoursAfter(24))).toBe(true);
    expect(await getRowById(id)).toMatchObject({
      state: "active",
      scheduledAt: hoursAfter(24),
      bounceScore: 0,
      bouncedOn: null,
      stoppedAt: null,
      stoppedBy: null,
      stopAnswer: null,
    });
    expect(await undoStop(id, hoursAfter(24))).toBe(false);
  });

  test.each(["active", "pending", "unsubscribed", "deleted"] as const)(
    "doesn't change a subscription that is %s",
    async (state) => {
      const id = await makeSubscription("reader-1", { state });
      const before = await getRowById(id);
      expect(await undoStop(id, hoursAfter(24))).toBe(false);
      expect(await getRowById(id)).toEqual(before);
    },
  );
});
