import { hoursAfter, receiveEmails } from "@tests/digest";
import { makeEntry, makeSubscription, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { runDigest } from "@/features/digest/run";
import { ingest } from "@/features/ingest/mutations";
import { openMailer } from "@/lib/email/mailer";

test("a paper that is ingested while an issue is being made is in the next issue", async () => {
  await receiveEmails();
  await makeSubscription();
  const createRunningClock = (start: Date) => {
    const offset = start.getTime() - performance.now();
    return () => new Date(offset + performance.now());
  };
  const clock = createRunningClock(NOW);
  const ingestPaper = (id: string) =>
    ingest([makeEntry({ id })], { now: clock, origin: "command line" });
  await ingestPaper("2603.00001");
  let endBlockingWrite = () => {};
  const blockingWrite = db().$transaction(
    () =>
      new Promise<void>((resolve) => {
        endBlockingWrite = resolve;
      }),
  );
  const mailer = openMailer();
  const run = runDigest({ now: clock, mailer, isStopping: () => false });
  const late = ingestPaper("2603.00002");
  await new Promise((resolve) => setTimeout(resolve, 100));
  endBlockingWrite();
  await Promise.all([blockingWrite, run, late]);
  await runDigest({ now: createRunningClock(hoursAfter(24)), mailer, isStopping: () => false });
  mailer.close();
  const issues = await db().digestSelection.findMany();
  expect(issues.map(({ papers }) => papers).join()).toContain("2603.00002");
});
