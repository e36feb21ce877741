import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MINUTE, SECOND } from "@/lib/duration";
import { forgetOnce } from "@/lib/process-wide";
import { countEmailRequest, countEmailToMailbox, toMailbox } from "./limits";

const ADA = "ada@example.org";

beforeEach(() => {
  forgetOnce("email requests");
});
afterEach(() => {
  vi.useRealTimers();
});

const tooMany = (message: RegExp) => ({
  code: "too_many_requests",
  status: 429,
  message: expect.stringMatching(message),
  retryAfter: expect.any(Number),
});

/** Sends requests for different mailboxes. */
async function requestMany(count: number, getClient: (index: number) => string) {
  for (let index = 0; index < count; index += 1) {
    await countEmailRequest({ client: getClient(index), email: `person-${index}@example.org` });
  }
}

test.each([
  ["ada@example.org", "ada@example.org"],
  ["Ada@Example.ORG", "ada@example.org"],
  ["ada+papers@example.org", "ada@example.org"],
  ["ADA+a+b@example.org", "ada@example.org"],
  ["+ada@example.org", "+ada@example.org"],
  ["a.da@example.org", "a.da@example.org"],
])("%s is delivered to the mailbox %s", (email, mailbox) => {
  expect(toMailbox(email)).toBe(mailbox);
});

test("a network has 20 requests an hour; the error says how long to wait", async () => {
  await requestMany(20, (index) => `192.0.2.${index}`);
  await expect(countEmailRequest({ client: "192.0.2.200" })).rejects.toMatchObject({
    status: 429,
    message: "Your network has requested a lot of email. Try again in 60 minutes.",
    retryAfter: 3600,
  });
  await countEmailRequest({ client: "198.51.100.1", email: ADA });
});

describe("a mailbox", () => {
  test("gets five emails an hour for one network, whatever the tag and the case", async () => {
    const emails = [ADA, "ada+1@example.org", "ada+2@example.org", "ADA@example.org", ADA];
    for (const email of emails) await countEmailRequest({ client: "192.0.2.1", email });
    await expect(
      countEmailRequest({ client: "192.0.2.2", email: "Ada+3@example.org" }),
    ).rejects.toMatchObject(tooMany(/Use the newest one\. Try again in 60 minutes\.$/));
  });

  test("isn't locked out by a stranger on another network", async () => {
    const stranger = { client: "203.0.113.9", email: ADA };
    for (let time = 0; time < 20; time += 1) await countEmailRequest(stranger).catch(() => {});
    await expect(countEmailRequest(stranger)).rejects.toMatchObject({ status: 429 });
    for (let time = 0; time < 5; time += 1) {
      await countEmailRequest({ client: "192.0.2.1", email: ADA });
    }
  });

  test("still gets one email every five minutes when many networks ask for it", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
    const ask = (index: number) =>
      countEmailRequest({ client: `198.51.${index}.1`, email: ADA }).then(
        () => 1,
        () => 0,
      );
    let sent = 0;
    for (let index = 0; index < 100; index += 1) sent += await ask(index);
    expect(sent).toBe(11);
    await expect(countEmailToMailbox(ADA)).rejects.toMatchObject({ retryAfter: 300 });
    await vi.advanceTimersByTimeAsync(5 * MINUTE + SECOND);
    await countEmailRequest({ client: "192.0.2.1", email: ADA });
  });
});

describe("when all networks together have used up the emails of the hour", () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
    await requestMany(300, (index) => `198.51.${Math.floor(index / 20)}.1`);
  });

  // node:timers/promises isn't faked, so these tests wait for the real turns.
  test("the next requests wait for their turn and succeed", async () => {
    vi.useRealTimers();
    const start = Date.now();
    await Promise.all(
      ["203.0.113.1", "203.0.114.1"].map((client) => countEmailRequest({ client })),
    );
    expect(Date.now() - start).toBeGreaterThan(1.5 * SECOND);
  });

  test("a request that would wait too long is refused for a few seconds, not for the hour", async () => {
    const waiting = Array.from({ length: 11 }, (_, index) =>
      countEmailRequest({ client: `203.0.${index}.1` }),
    );
    await expect(countEmailRequest({ client: "192.0.2.1" })).rejects.toMatchObject({
      message: "We're sending a lot of email right now. Try again in 1 minute.",
      retryAfter: 2,
    });
    vi.advanceTimersByTime(3 * SECOND);
    waiting.push(countEmailRequest({ client: "192.0.2.1" }));
    await Promise.race(waiting);
  });

  test("a person with a session gets an email at once, also on a network without requests left", async () => {
    const viewer = { id: "ada", email: ADA };
    const client = "198.51.0.1";
    await expect(countEmailRequest({ client, email: "eve@example.org" })).rejects.toMatchObject({
      status: 429,
    });
    for (let time = 0; time < 5; time += 1) {
      await countEmailRequest({ client, email: "Ada+x@example.org", viewer });
    }
    await expect(countEmailRequest({ client, email: ADA, viewer })).rejects.toMatchObject(
      tooMany(/./),
    );
    // The session allows no more emails to others.
    await expect(
      countEmailRequest({ client, email: "eve@example.org", viewer }),
    ).rejects.toMatchObject({ status: 429 });
  });
});
