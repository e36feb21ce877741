import {
  countDeliveries,
  deliveryStates,
  hoursAfter,
  makeIssue,
  minutesAfter,
  receiveMail,
  runDigestAt,
} from "@tests/digest";
import { ingestEntries, makeEntry, makeReader, NOW } from "@tests/factories";
import type { Refusal } from "@tests/mail-server";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { MAX_ATTEMPTS, unsubscribe } from "./mutations";
import { findIssue } from "./queries";

const EDITION = "2026-03-05";
const READERS = ["reader-1", "reader-2", "reader-3"];
const LATER: Refusal = { code: 451, message: "try again later" };
const NEVER: Refusal = { code: 550, message: "no such mailbox" };

/** An issue that is frozen for some readers and not sent yet. */
async function freeze(readers: string[] = READERS): Promise<void> {
  for (const id of readers) await makeReader(id);
  await makeIssue([{ id: "2603.00001", title: "T", byline: "B", excerpt: "E", upvotes: 1 }]);
}

const claimed = (subscriptionId: string, claimedAt: Date) =>
  db().delivery.updateMany({
    where: { subscriptionId },
    data: { state: "sending", attempts: 1, claimedAt },
  });

const recipients = (mails: { to: string[] }[]) => mails.flatMap(({ to }) => to).sort();

async function messageIds(mails: { raw: string }[]): Promise<(string | undefined)[]> {
  const parsed = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  return parsed.map(({ messageId }) => messageId);
}

describe("readers who leave", () => {
  test("between freezing and sending: no mail, and their row is skipped", async () => {
    const { mails } = await receiveMail();
    await freeze();
    await unsubscribe("reader-2", NOW);
    await runDigestAt(minutesAfter(1));
    expect(recipients(mails)).toEqual(["reader-1@example.org", "reader-3@example.org"]);
    expect(await deliveryStates()).toEqual({
      "reader-1": "sent",
      "reader-2": "skipped",
      "reader-3": "sent",
    });
  });

  test("while the run is under way: no mail is begun to them any more", async () => {
    const readers = Array.from({ length: 30 }, (_, index) => `reader-${index}`);
    const reached = new Set<string>();
    const { mails } = await receiveMail({
      // The first mail's arrival is when the last ten leave.
      async afterData({ to }) {
        if (reached.size === 0) {
          reached.add(to.join());
          for (const id of readers.slice(20)) await unsubscribe(id, NOW);
        }
        return undefined;
      },
    });
    await freeze(readers);
    await runDigestAt(minutesAfter(1));
    const left = new Set(readers.slice(20).map((id) => `${id}@example.org`));
    // Five senders had one each in hand at most.
    expect(recipients(mails).filter((address) => left.has(address)).length).toBeLessThan(5);
    const issue = await findIssue(EDITION);
    const counts = await countDeliveries(issue?.id ?? "");
    expect(counts.skipped).toBeGreaterThanOrEqual(6);
    expect((counts.sent ?? 0) + (counts.skipped ?? 0)).toBe(30);
    expect(counts.sent).toBe(mails.length);
  });

  test("a refused mail isn't tried again after its reader has left", async () => {
    let refusals = 0;
    const { mails } = await receiveMail({
      refuseRecipient: () => (refusals++ === 0 ? LATER : undefined),
    });
    await freeze(["reader-1"]);
    await runDigestAt(minutesAfter(1));
    await unsubscribe("reader-1", NOW);
    await runDigestAt(minutesAfter(30));
    expect(mails).toEqual([]);
    expect(await deliveryStates()).toEqual({ "reader-1": "skipped" });
  });
});

describe("senders that died", () => {
  test("a claim left long ago is sent again under its Message-ID", async () => {
    const { mails } = await receiveMail();
    await freeze(["reader-1"]);
    const { messageId } = await db().delivery.findFirstOrThrow();
    await claimed("reader-1", NOW);
    await runDigestAt(minutesAfter(16));
    expect(await messageIds(mails)).toEqual([messageId]);
    expect(await deliveryStates()).toEqual({ "reader-1": "sent" });
  });

  test("a mail that went out but could not be noted is in doubt, not refused", async () => {
    const { mails } = await receiveMail();
    await freeze(["reader-1"]);
    await db().$executeRaw`CREATE TRIGGER "broken" BEFORE UPDATE ON "Delivery"
      WHEN NEW."state" = 'sent' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`;
    await expect(runDigestAt(minutesAfter(1))).rejects.toThrow("delivery.update");
    expect(await deliveryStates()).toEqual({ "reader-1": "sending" });
    await db().$executeRaw`DROP TRIGGER "broken"`;
    await runDigestAt(minutesAfter(6));
    expect(mails).toHaveLength(1);
    await runDigestAt(minutesAfter(17));
    expect(new Set(await messageIds(mails)).size).toBe(1);
    expect(await deliveryStates()).toEqual({ "reader-1": "sent" });
  });

  test("a fresh claim is left to whoever holds it", async () => {
    const { mails } = await receiveMail();
    await freeze();
    await claimed("reader-1", minutesAfter(5));
    await runDigestAt(minutesAfter(14));
    expect(recipients(mails)).toEqual(["reader-2@example.org", "reader-3@example.org"]);
    expect(await deliveryStates()).toMatchObject({ "reader-1": "sending" });
  });
});

describe("refusals", () => {
  test("a temporary one, at RCPT or after DATA, is tried again by the next run, with the same Message-ID", async () => {
    const seen: { raw: string }[] = [];
    let refusing = true;
    const { mails } = await receiveMail({
      refuseRecipient: (address) =>
        refusing && address.startsWith("reader-1@") ? LATER : undefined,
      afterData(mail) {
        seen.push(mail);
        return refusing ? LATER : undefined;
      },
    });
    await freeze(["reader-1", "reader-2"]);
    expect(await runDigestAt(minutesAfter(1))).toContain("2 failed and will be tried again");
    expect(mails).toEqual([]);
    expect(await deliveryStates()).toEqual({ "reader-1": "failed", "reader-2": "failed" });

    refusing = false;
    expect(await runDigestAt(minutesAfter(6))).toContain("Mails sent: 2.");
    const ids = await db().delivery.findMany({ select: { messageId: true } });
    expect(new Set(await messageIds(seen))).toEqual(new Set(ids.map((row) => row.messageId)));
    expect(recipients(mails)).toEqual(["reader-1@example.org", "reader-2@example.org"]);
  });

  test("a permanent one is not tried again, and the sentence doesn't say it will be", async () => {
    let asked = 0;
    await receiveMail({
      refuseRecipient(address) {
        if (!address.startsWith("reader-2@")) return undefined;
        asked += 1;
        return NEVER;
      },
    });
    await freeze();
    expect(await runDigestAt(minutesAfter(1))).toContain("Mails sent: 2, 1 given up.");
    for (const minutes of [6, 60, 600]) await runDigestAt(minutesAfter(minutes));
    expect(asked).toBe(1);
    const row = await db().delivery.findFirstOrThrow({ where: { subscriptionId: "reader-2" } });
    expect(row).toMatchObject({ state: "failed" });
    expect(row.answer).toContain("no such mailbox");
  });

  test("some readers' refusals stop nobody else's mail, and the states sum up to all", async () => {
    const readers = Array.from({ length: 20 }, (_, index) => `reader-${index}`);
    const number = (address: string) => Number(/\d+/.exec(address)?.[0]);
    const { mails } = await receiveMail({
      refuseRecipient: (address) => (number(address) % 4 === 0 ? LATER : undefined),
      afterData: ({ to }) => (number(to.join()) % 4 === 1 ? NEVER : undefined),
    });
    await freeze(readers);
    await unsubscribe("reader-2", NOW);
    const said = await runDigestAt(minutesAfter(1));
    expect(said).toContain("Mails sent: 9, 5 failed and will be tried again, 5 given up.");
    expect(mails).toHaveLength(9);
    const issue = await findIssue(EDITION);
    expect(await countDeliveries(issue?.id ?? "")).toEqual({ sent: 9, failed: 10, skipped: 1 });
  });

  test("a mail server that is down for hours uses no try up and costs nobody's mail", async () => {
    const server = await receiveMail();
    await server.stop();
    await freeze();
    for (let run = 1; run <= MAX_ATTEMPTS + 2; run += 1) {
      const said = await runDigestAt(minutesAfter(run));
      expect(said).toContain("3 failed and will be tried again");
    }
    const { mails } = await receiveMail();
    await runDigestAt(minutesAfter(60));
    expect(recipients(mails)).toHaveLength(3);
  });

  test("after five tries it is given up, and the fifth says so", async () => {
    let asked = 0;
    await receiveMail({
      refuseRecipient() {
        asked += 1;
        return LATER;
      },
    });
    await freeze(["reader-1"]);
    const said: string[] = [];
    for (let run = 1; run <= 8; run += 1) said.push(await runDigestAt(minutesAfter(run * 5)));
    expect(asked).toBe(MAX_ATTEMPTS);
    expect(said[3]).toContain("1 failed and will be tried again");
    expect(said[4]).toContain("Mails sent: 0, 1 given up.");
  });
});

test("what an issue of more than 24 hours ago still owes isn't sent any more", async () => {
  const { mails } = await receiveMail();
  await freeze();
  useEnv({ ...env(), digest: { ...env().digest, timeZone: "UTC" } });
  await runDigestAt(hoursAfter(25));
  expect(mails).toEqual([]);
});

test("what yesterday's issue still owes goes out beside today's", async () => {
  const { mails } = await receiveMail();
  await freeze(["reader-1"]);
  await ingestEntries([makeEntry({ id: "2603.00009" })], hoursAfter(1));
  await runDigestAt(hoursAfter(20));
  expect(recipients(mails)).toEqual(["reader-1@example.org", "reader-1@example.org"]);
  expect(new Set(await messageIds(mails)).size).toBe(2);
});
