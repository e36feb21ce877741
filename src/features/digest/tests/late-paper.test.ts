import { hoursAfter, receiveEmails } from "@tests/digest";
import { makeEntry, makeSubscription, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { runDigest } from "@/features/digest/run";
import { ingest } from "@/features/ingest/mutations";
import { openMailer } from "@/lib/mailer";

test("a paper that is being ingested while an issue is made comes with the next issue", async () => {
  await receiveEmails();
  await makeSubscription();
  const running = (start: Date) => {
    const offset = start.getTime() - performance.now();
    return () => new Date(offset + performance.now());
  };
  const clock = running(NOW);
  const take = (id: string) => ingest([makeEntry({ id })], { now: clock, origin: "command line" });
  await take("2603.00001");
  let release = () => {};
  const held = db().$transaction(
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  const mailer = openMailer();
  const run = runDigest({ now: clock, mailer, isStopping: () => false });
  const late = take("2603.00002");
  await new Promise((resolve) => setTimeout(resolve, 100));
  release();
  await Promise.all([held, run, late]);
  await runDigest({ now: running(hoursAfter(24)), mailer, isStopping: () => false });
  mailer.close();
  const issues = await db().digestSelection.findMany();
  expect(issues.map(({ papers }) => papers).join()).toContain("2603.00002");
});
