import { hoursAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription } from "@tests/factories";
import { listPapersIn, listRecipients, subscriberNames } from "@tests/sending";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { TOO_OLD_ANSWER } from "@/features/digest/limits";

/** When the daily edition is due. */
const DUE = new Date("2026-03-05T07:00:00Z");
const PAPER = "2603.00001";

beforeEach(() => {
  useEnv({ ...env(), digest: { ...env().digest, hour: 7, timeZone: "UTC" } });
});

const busy = () => ({ code: 451, message: "4.3.2 busy" });
const findDailyIssue = (date: string) =>
  db().digestIssue.findUniqueOrThrow({ where: { edition: `daily/${date}/07/UTC` } });

/** Subscribes these ids before the edition is due, which has one paper. */
async function makeSubscribers(count: number, more: object = {}) {
  for (const id of subscriberNames(count)) {
    await makeSubscription(id, { scheduledAt: hoursAfter(-48, DUE), ...more });
  }
  await ingestEntries([makeEntry({ id: PAPER })], hoursAfter(-1, DUE));
}

test("an edition made 23 hours late whose emails are skipped: the next one contains its papers, without any new paper", async () => {
  await makeSubscribers(3);
  await receiveEmails({ refuseRecipient: busy });
  await runDigestAt(hoursAfter(23, DUE));
  expect(await db().delivery.count({ where: { state: "deferred" } })).toBe(3);
  const { emails } = await receiveEmails();
  await runDigestAt(hoursAfter(24.2, DUE));
  expect(listRecipients(emails)).toHaveLength(3);
  for (const email of emails) expect(await listPapersIn(email)).toEqual([PAPER]);
  const [late, next] = [await findDailyIssue("2026-03-05"), await findDailyIssue("2026-03-06")];
  expect(next.since).toEqual(late.since);
  expect(next).toMatchObject({ deliveryCount: 3, emptyReason: null });
});

test("so does the next weekly edition, after the emails were skipped as too old", async () => {
  const monday = new Date("2026-03-09T07:00:00Z");
  await makeSubscribers(2, { rhythm: "weekly", weekday: 1 });
  await receiveEmails({ refuseRecipient: busy });
  await runDigestAt(hoursAfter(23, monday));
  await runDigestAt(hoursAfter(24.5, monday));
  const skipped = await db().delivery.findMany({ where: { state: "skipped" } });
  expect(skipped.map(({ answer }) => answer)).toEqual([TOO_OLD_ANSWER, TOO_OLD_ANSWER]);
  const { emails } = await receiveEmails();
  await db().paper.updateMany({ data: { day: "2026-03-10", createdAt: hoursAfter(1, monday) } });
  await runDigestAt(hoursAfter(7 * 24, monday));
  expect(listRecipients(emails)).toHaveLength(2);
  expect(await listPapersIn(emails[0])).toEqual([PAPER]);
});

test("if only some were sent, the others get its papers with the next edition, and nobody gets them twice", async () => {
  await makeSubscribers(4);
  const first = await receiveEmails({
    refuseRecipient: (address) => (address < "reader-2" ? undefined : busy()),
  });
  await runDigestAt(hoursAfter(23, DUE));
  expect(listRecipients(first.emails)).toEqual(["reader-0@example.org", "reader-1@example.org"]);
  const second = await receiveEmails();
  await runDigestAt(hoursAfter(24.2, DUE));
  expect(listRecipients(second.emails)).toEqual(["reader-2@example.org", "reader-3@example.org"]);
  for (const email of second.emails) expect(await listPapersIn(email)).toEqual([PAPER]);
  const third = await receiveEmails();
  await runDigestAt(hoursAfter(48.2, DUE));
  expect(third.emails).toEqual([]);
});

test("papers that nobody could be sent for two days are in the third edition", async () => {
  await makeSubscribers(1);
  await receiveEmails({ refuseRecipient: busy });
  for (let hour = 23; hour < 72; hour += 0.5) await runDigestAt(hoursAfter(hour, DUE));
  const { emails } = await receiveEmails();
  await runDigestAt(hoursAfter(72, DUE));
  expect(await Promise.all(emails.map(listPapersIn))).toEqual([[PAPER]]);
});

test("an edition whose emails were sent does not repeat its papers, nor one whose subscriber left", async () => {
  await makeSubscribers(2);
  const first = await receiveEmails({
    refuseRecipient: (address) => (address.startsWith("reader-0") ? undefined : busy()),
  });
  await runDigestAt(hoursAfter(1, DUE));
  expect(first.emails).toHaveLength(1);
  await db().subscription.update({ where: { id: "reader-1" }, data: { state: "unsubscribed" } });
  await runDigestAt(hoursAfter(2, DUE));
  const { emails } = await receiveEmails();
  await runDigestAt(hoursAfter(24, DUE));
  expect(emails).toEqual([]);
  const [sent, next] = [await findDailyIssue("2026-03-05"), await findDailyIssue("2026-03-06")];
  expect(next.since).toEqual(sent.until);
});
