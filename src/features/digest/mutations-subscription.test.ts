import { hoursAfter, minutesAfter } from "@tests/digest";
import { makeReader, NOW } from "@tests/factories";
import { everyCell } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { confirmSubscription, requestSubscription, unsubscribe } from "./mutations-subscription";
import { countActive, findSubscription } from "./queries";
import { hashToken, readUnsubscribeToken, unsubscribeToken } from "./tokens";

const EMAIL = "ada@example.org";

async function ask(now: Date = NOW, email = EMAIL): Promise<string> {
  const token = await requestSubscription(email, now);
  if (!token) throw new Error("no token was given");
  return token;
}

const row = () => db().subscription.findUniqueOrThrow({ where: { email: EMAIL } });

describe("asking", () => {
  test("subscribes nobody yet", async () => {
    await ask();
    expect(await row()).toMatchObject({ state: "pending", confirmedAt: null });
    expect(await countActive()).toBe(0);
  });

  test("at most one mail in ten minutes to one address, and another after that", async () => {
    await ask();
    expect(await requestSubscription(EMAIL, NOW)).toBeNull();
    expect(await requestSubscription(EMAIL, minutesAfter(9.99))).toBeNull();
    expect(await requestSubscription(EMAIL, minutesAfter(10))).not.toBeNull();
    expect(await requestSubscription(EMAIL, minutesAfter(15))).toBeNull();
    expect(await requestSubscription("eve@example.org", NOW)).not.toBeNull();
  });

  test("fifty times at once: one mail, one row", async () => {
    const tokens = await Promise.all(
      Array.from({ length: 50 }, () => requestSubscription(EMAIL, NOW)),
    );
    expect(tokens.filter((token) => token !== null)).toHaveLength(1);
    expect(await db().subscription.count()).toBe(1);
  });

  test("a subscriber is mailed nothing and stays subscribed", async () => {
    await makeReader("reader-1");
    expect(await requestSubscription("reader-1@example.org", hoursAfter(1000))).toBeNull();
    expect(await countActive()).toBe(1);
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
  test("subscribes, and again with the same link changes nothing", async () => {
    const token = await ask();
    expect(await confirmSubscription(token, minutesAfter(1))).toBe(true);
    expect(await confirmSubscription(token, minutesAfter(2))).toBe(true);
    expect(await row()).toMatchObject({ state: "active" });
    expect(await countActive()).toBe(1);
  });

  test("works within 48 hours and not after", async () => {
    const token = await ask();
    expect(await confirmSubscription(token, hoursAfter(48))).toBe(false);
    expect(await countActive()).toBe(0);
    expect(await confirmSubscription(token, hoursAfter(47.99))).toBe(true);
  });

  test.each(["", "unknown", "null", "0"])("the token %j subscribes nobody", async (token) => {
    await ask();
    await makeReader("no-token");
    await unsubscribe("no-token", NOW);
    expect(await confirmSubscription(token, NOW)).toBe(false);
    expect(await countActive()).toBe(0);
  });

  test("the hash, which a copy of the database tells, is no token", async () => {
    const token = await ask();
    expect(await confirmSubscription(hashToken(token), NOW)).toBe(false);
  });

  test("the newest link is the one that works", async () => {
    const [first, second] = [await ask(), await ask(minutesAfter(11))];
    expect(await confirmSubscription(first, minutesAfter(12))).toBe(false);
    expect(await confirmSubscription(second, minutesAfter(12))).toBe(true);
  });
});

describe("leaving", () => {
  test("is idempotent and keeps the first time", async () => {
    const id = await makeReader();
    await unsubscribe(id, NOW);
    await unsubscribe(id, hoursAfter(1));
    const left = await db().subscription.findUniqueOrThrow({ where: { id } });
    expect(left).toMatchObject({ state: "unsubscribed", unsubscribedAt: NOW });
  });

  test("an unknown reader leaves without an error, and nobody else does", async () => {
    await makeReader();
    await unsubscribe("nobody", NOW);
    expect(await countActive()).toBe(1);
  });

  test("an old confirmation doesn't bring a reader back", async () => {
    const token = await ask();
    await confirmSubscription(token, minutesAfter(1));
    await unsubscribe((await row()).id, minutesAfter(2));
    expect(await confirmSubscription(token, minutesAfter(3))).toBe(false);
    expect(await row()).toMatchObject({ state: "unsubscribed" });
  });

  test("leaving before confirming makes that link useless", async () => {
    const token = await ask();
    await unsubscribe((await row()).id, minutesAfter(1));
    expect(await confirmSubscription(token, minutesAfter(2))).toBe(false);
  });

  test("who has left can subscribe anew, and that leaves no trace of having left", async () => {
    await confirmSubscription(await ask(), NOW);
    await unsubscribe((await row()).id, hoursAfter(1));
    await confirmSubscription(await ask(hoursAfter(2)), hoursAfter(3));
    expect(await row()).toMatchObject({ state: "active", unsubscribedAt: null });
  });

  test("the token of a mail leads to the subscription it was mailed for", async () => {
    const id = await makeReader();
    const read = readUnsubscribeToken(unsubscribeToken(id, env().secret), env().secret);
    expect(await findSubscription(read ?? "")).toEqual({
      email: "reader-1@example.org",
      state: "active",
    });
    expect(await findSubscription("nobody")).toBeNull();
  });
});
