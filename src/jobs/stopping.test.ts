import { spawn } from "node:child_process";
import { once } from "node:events";
import { countDeliveries, minutesAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { listRecipients, subscriberNames } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { findSender } from "@/features/digest/delivery/queries";

const SUBSCRIBERS = 30;

/**
 * Starts `npm run job digest` as an admin does, on this test's database and mail server. npm sends a
 * signal to its shell. The signal reaches the program only if it has replaced the shell, by the
 * `exec` in package.json.
 */
function startJob() {
  const child = spawn("npm", ["run", "job", "digest"], {
    env: {
      ...process.env,
      DATABASE_URL: `file:${env().databaseFile}`,
      OUTBOX: env().outbox,
      SECRET: env().secret,
      SMTP_URL: env().smtpUrl ?? "",
      CLOCK: NOW.toISOString(),
      DIGEST_HOUR: "7",
      DIGEST_TIME_ZONE: "UTC",
      MAIL_RATE: "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  }
  return { child, output: () => output.join("") };
}

test("asked to stop, the job finishes the emails that it has begun, exits with 0, and the next run sends the rest", {
  timeout: 60_000,
}, async () => {
  let begun = 0;
  const { emails } = await receiveEmails({
    refuseRecipient() {
      begun += 1;
      return undefined;
    },
    async afterData() {
      if (begun > 5) child.kill("SIGTERM");
      await new Promise((resolve) => setTimeout(resolve, 200));
      return undefined;
    },
  });
  for (const id of subscriberNames(SUBSCRIBERS)) await makeSubscription(id);
  await ingestEntries([makeEntry()], NOW);
  const { child, output } = startJob();
  const [code] = await once(child, "close");

  expect({ code, output: output() }).toEqual({
    code: 0,
    output: expect.stringContaining("Stopped as asked: the next run sends the rest."),
  });
  expect(emails).toHaveLength(begun);
  expect(begun).toBeLessThan(SUBSCRIBERS);
  const issue = await db().digestIssue.findFirstOrThrow({ where: { rhythm: "daily" } });
  expect(await countDeliveries(issue.id)).toEqual({ sent: begun, pending: SUBSCRIBERS - begun });
  expect((await findSender())?.leaseOwner).toBeNull();

  const rest = await receiveEmails();
  await runDigestAt(minutesAfter(5));
  const everyone = listRecipients([...emails, ...rest.emails]);
  expect(everyone).toEqual(
    subscriberNames(SUBSCRIBERS)
      .map((id) => `${id}@example.org`)
      .toSorted(),
  );
});
