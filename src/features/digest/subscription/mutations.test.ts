import { countActive, hoursAfter, minutesAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { everyCell } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import {
  confirmSubscription,
  requestSubscription,
  unsubscribe,
  withdrawRequest,
} from "./mutations";
import { createUnsubscribeToken, hashToken, parseUnsubscribeToken } from "./tokens";

const EMAIL = "ada@example.org";
const ZONE = "Europe/Berlin";

const request = (now: Date, email = EMAIL, timeZone = ZONE) =>
  requestSubscription(email, { timeZone, now });

async function ask(now: Date = NOW): Promise<string> {
  const asked = await request(now);
  if (asked?.kind !== "confirm") throw new Error("no token was given");
  return asked.token;
}

const row = () => db().subscription.findUniqueOrThrow({ where: { email: EMAIL } });

describe("asking", () => {
  test("subscribes nobody yet, and keeps the site's hour and the browser's zone", async () => {
    await ask();
    const { hour } = env().digest;
    expect(await row()).toMatchObject({ state: "pending", confirmedAt: null, hour });
    expect(await row()).toMatchObject({ timeZone: ZONE, rhythm: "daily", size: 10, topics: "{}" });
    expect(await countActive()).toBe(0);
  });

  test("at most one mail in a day to one address, and another after that", async () => {
    await ask();
    expect(await request(NOW)).toBeNull();
    expect(await request(hoursAfter(23.99))).toBeNull();
    expect(await request(hoursAfter(24))).not.toBeNull();
    expect(await request(hoursAfter(30))).toBeNull();
    expect(await request(NOW, "eve@example.org")).not.toBeNull();
  });

  test("leaving and asking anew within a day brings no second mail", async () => {
    await ask();
    await unsubscribe((await row()).id, minutesAfter(1));
    expect(await request(hoursAfter(23))).toBeNull();
    expect(await request(hoursAfter(24))).toMatchObject({ kind: "confirm" });
  });

  test("a mail that certainly never left can be asked for again at once", async () => {
    const token = await ask();
    await withdrawRequest(token);
    expect(await confirmSubscription(token, NOW)).toBeNull();
    expect(await ask(minutesAfter(1))).not.toBe(token);
  });

  test("fifty times at once: one mail, one row", async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => request(NOW)));
    expect(tokens.filter((token) => token !== null)).toHaveLength(1);
    expect(await db().subscription.count()).toBe(1);
  });

  test("a subscriber is told so, once a day, and everything stays as it is", async () => {
    const id = await makeSubscription("reader-1", { timeZone: "Asia/Tokyo" });
    const again = (hours: number) => request(hoursAfter(hours), "reader-1@example.org");
    expect(await again(0)).toEqual({ kind: "already", id });
    expect(await again(23.9)).toBeNull();
    expect(await again(24)).toEqual({ kind: "already", id });
    const kept = await db().subscription.findUniqueOrThrow({ where: { id } });
    expect(kept).toMatchObject({ state: "active", timeZone: "Asia/Tokyo", confirmMailedAt: null });
  });

  test("a new ask of somebody never confirmed brings its zone; who has left keeps theirs", async () => {
    await ask();
    await request(hoursAfter(25), EMAIL, "Asia/Tokyo");
    expect((await row()).timeZone).toBe("Asia/Tokyo");
    await unsubscribe((await row()).id, hoursAfter(26));
    await request(hoursAfter(50), EMAIL, "UTC");
    expect((await row()).timeZone).toBe("Asia/Tokyo");
  });

  test("the clear token is in no column of the database, its hash is", async () => {
    const token = await ask();
    expect(everyCell()).toContain(hashToken(token));
    expect(everyCell()).not.toContain(token);
    await confirmSubscription(token, NOW);
    expect(everyCell()).not.toContain(token);
  });
});

describe("confirming", () => {
  test("subscribes from that moment on; again with the same link changes nothing", async () => {
    const token = await ask();
    const { id } = await row();
    expect(await confirmSubscription(token, minutesAfter(1))).toBe(id);
    const confirmed = await row();
    const since = { confirmedAt: minutesAfter(1), scheduledAt: minutesAfter(1) };
    expect(confirmed).toMatchObject({ state: "active", consentSource: "form", ...since });
    expect(await confirmSubscription(token, minutesAfter(2))).toBe(id);
    expect(await row()).toEqual(confirmed);
  });

  test("works within 48 hours and not after", async () => {
    const token = await ask();
    expect(await confirmSubscription(token, hoursAfter(48))).toBeNull();
    expect(await countActive()).toBe(0);
    expect(await confirmSubscription(token, hoursAfter(47.99))).not.toBeNull();
  });

  test.each(["", "unknown", "null", "0"])("the token %j subscribes nobody", async (token) => {
    await ask();
    await makeSubscription("no-token");
    await unsubscribe("no-token", NOW);
    expect(await confirmSubscription(token, NOW)).toBeNull();
    expect(await countActive()).toBe(0);
  });

  test("the hash, which a copy of the database tells, is no token", async () => {
    const token = await ask();
    expect(await confirmSubscription(hashToken(token), NOW)).toBeNull();
  });

  test("the newest link is the one that works", async () => {
    const [first, second] = [await ask(), await ask(hoursAfter(25))];
    expect(await confirmSubscription(first, hoursAfter(26))).toBeNull();
    expect(await confirmSubscription(second, hoursAfter(26))).not.toBeNull();
  });

  test("brings back who was stopped, with a clean sheet, but not by a link used before", async () => {
    const used = await ask();
    await confirmSubscription(used, NOW);
    const stop = { state: "stopped", stoppedAt: NOW, stoppedBy: "bounced" } as const;
    const { id } = await row();
    const data = { ...stop, stopAnswer: "550", bounceScore: 2, bouncedOn: "2026-03-05" };
    await db().subscription.update({ where: { id }, data });
    expect(await confirmSubscription(used, hoursAfter(1))).toBeNull();

    expect(await confirmSubscription(await ask(hoursAfter(25)), hoursAfter(26))).toBe(id);
    const none = { stoppedAt: null, stoppedBy: null, stopAnswer: null, bouncedOn: null };
    expect(await row()).toMatchObject({ state: "active", bounceScore: 0, ...none });
  });
});

describe("leaving", () => {
  test("is idempotent and keeps the first time", async () => {
    const id = await makeSubscription();
    expect(await unsubscribe(id, NOW)).toBe(true);
    expect(await unsubscribe(id, hoursAfter(1))).toBe(true);
    const left = await db().subscription.findUniqueOrThrow({ where: { id } });
    expect(left).toMatchObject({ state: "unsubscribed", unsubscribedAt: NOW });
  });

  test("an unknown reader is told apart, and nobody else leaves", async () => {
    await makeSubscription();
    expect(await unsubscribe("nobody", NOW)).toBe(false);
    expect(await countActive()).toBe(1);
  });

  test("who pauses leaves as well", async () => {
    const id = await makeSubscription("reader-1", { pausedUntil: hoursAfter(200) });
    await unsubscribe(id, NOW);
    const left = await db().subscription.findUniqueOrThrow({ where: { id } });
    expect(left).toMatchObject({ state: "unsubscribed", pausedUntil: null });
  });

  test("an old confirmation doesn't bring a reader back", async () => {
    const token = await ask();
    await confirmSubscription(token, minutesAfter(1));
    await unsubscribe((await row()).id, minutesAfter(2));
    expect(await confirmSubscription(token, minutesAfter(3))).toBeNull();
    expect(await row()).toMatchObject({ state: "unsubscribed" });
  });

  test("leaving before confirming makes that link useless", async () => {
    const token = await ask();
    await unsubscribe((await row()).id, minutesAfter(1));
    expect(await confirmSubscription(token, minutesAfter(2))).toBeNull();
  });

  test("who has left can subscribe anew, and that leaves no trace of having left", async () => {
    await confirmSubscription(await ask(), NOW);
    await unsubscribe((await row()).id, hoursAfter(1));
    await confirmSubscription(await ask(hoursAfter(25)), hoursAfter(26));
    expect(await row()).toMatchObject({ state: "active", unsubscribedAt: null });
  });

  test("the token of a mail leads to the subscription it was mailed for", async () => {
    const id = await makeSubscription();
    expect(parseUnsubscribeToken(createUnsubscribeToken(id, env().secret), env().secret)).toBe(id);
  });
});
