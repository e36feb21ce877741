import { makeIssue, minutesAfter, receiveMail, runDigestAt } from "@tests/digest";
import { makeReader, NOW } from "@tests/factories";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { openMailer } from "@/lib/mailer";
import { MAX_ATTEMPTS } from "./mutations";
import { runDigest } from "./run";

const PAPER = { id: "2603.00001", title: "T", byline: "B", excerpt: "E", upvotes: 1 };

test("a line lost after the mail was taken uses a try up: few copies, under one Message-ID", async () => {
  const server = await receiveMail({
    afterData() {
      server.drop();
      return undefined;
    },
  });
  await makeReader();
  await makeIssue([PAPER]);
  for (let run = 1; run <= MAX_ATTEMPTS + 5; run += 1) await runDigestAt(minutesAfter(run));
  expect(server.mails).toHaveLength(MAX_ATTEMPTS);
  const parsed = await Promise.all(server.mails.map(({ raw }) => simpleParser(raw)));
  expect(new Set(parsed.map(({ messageId }) => messageId)).size).toBe(1);
});

test("what is owed goes out before the hour of a new issue too", async () => {
  const { mails } = await receiveMail();
  await makeReader();
  await makeIssue([PAPER], "2026-03-04");
  const mailer = openMailer();
  const said = await runDigest({
    now: () => NOW,
    mailer,
    due: false,
    stopping: () => false,
  });
  mailer.close();
  expect(said).toContain("is still to come. Mails sent: 1.");
  expect(mails).toHaveLength(1);
});

test("asked to stop, a run begins no further mail, and the next one does", async () => {
  let stop = false;
  const { mails } = await receiveMail({
    afterData() {
      stop = true;
      return undefined;
    },
  });
  const readers = Array.from({ length: 30 }, (_, index) => `reader-${index}`);
  for (const id of readers) await makeReader(id);
  await makeIssue([PAPER]);
  const mailer = openMailer();
  await runDigest({ now: () => minutesAfter(1), mailer, due: true, stopping: () => stop });
  mailer.close();
  expect(mails.length).toBeLessThan(30);
  await runDigestAt(minutesAfter(2));
  expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(30);
  expect(mails).toHaveLength(30);
});
