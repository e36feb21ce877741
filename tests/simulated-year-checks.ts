import assert from "node:assert/strict";
import { db } from "@/db/client";
import { parseDigestPapers } from "@/features/digest/schema";

const DAY = 24 * 60 * 60_000;

export type Paper = { id: string; createdAt: Date; category: string };

/** A reader to whom an edition belongs that is to be decided now. */
export type ExpectedDelivery = {
  id: string;
  edition: string;
  date: string;
  category: string | null;
};

type Tick = { due: ExpectedDelivery[]; papers: Paper[]; now: Date };

/** Every paper that a reader was mailed, once for each time. */
async function listSentPapers(reader: string): Promise<string[]> {
  const sent = await db().delivery.findMany({
    where: { subscriptionId: reader, state: "sent" },
    select: { selection: { select: { papers: true } } },
  });
  return sent.flatMap(({ selection }) => parseDigestPapers(selection.papers).map(({ id }) => id));
}

/**
 * What a tick owes: an issue for each edition that was due, and in it each of its readers, but whom a
 * mail of that date has reached, or for whom there is nothing new. Answers how many those were.
 */
export async function checkTick({ due, papers, now }: Tick): Promise<number> {
  let passedOver = 0;
  for (const { id, edition, date, category } of due) {
    const issue = await db().digestIssue.findUnique({ where: { edition } });
    assert(issue, `${edition} was due at ${now.toISOString()} and was not made`);
    const [mail, sameDate] = await Promise.all([
      db().delivery.count({ where: { issueId: issue.id, subscriptionId: id } }),
      db().delivery.count({ where: { subscriptionId: id, date } }),
    ]);
    if (mail || sameDate) continue;
    const known = new Set(await listSentPapers(id));
    const missed = papers.filter(
      (paper) =>
        paper.createdAt > issue.since &&
        paper.createdAt <= issue.until &&
        issue.until.getTime() - paper.createdAt.getTime() < 6 * DAY &&
        (!category || paper.category === category) &&
        !known.has(paper.id),
    );
    assert.deepEqual(missed, [], `${id} was forgotten in ${edition}`);
    passedOver += 1;
  }
  return passedOver;
}

/** What holds at any time, over all that was ever made and mailed. */
export async function checkEverything() {
  const issues = await db().digestIssue.findMany();
  const editions = new Set(issues.map(({ edition }) => edition));
  assert.equal(editions.size, issues.length, "an edition was made twice");
  for (const { edition, createdAt, dueAt } of issues) {
    const late = createdAt.getTime() - dueAt.getTime();
    assert(late >= 0 && late < DAY, `${edition} was made ${late / 3600_000} hours after its hour`);
  }
  const deliveries = await db().delivery.groupBy({ by: ["issueId"], _count: true });
  const counts = new Map(deliveries.map(({ issueId, _count }) => [issueId, _count]));
  for (const { id, edition, deliveryCount, emptyReason } of issues) {
    assert.equal(counts.get(id) ?? 0, deliveryCount, `the deliveries of ${edition} don't add up`);
    assert.equal(
      emptyReason === null,
      deliveryCount > 0,
      `${edition} says ${emptyReason} and has ${deliveryCount} deliveries`,
    );
  }
  const twice = await db().delivery.groupBy({
    by: ["subscriptionId", "date"],
    having: { issueId: { _count: { gt: 1 } } },
  });
  assert.deepEqual(twice, [], "a reader has two mails of a date");
  const readers = await db().subscription.findMany({ select: { id: true } });
  let mailed = 0;
  for (const { id } of readers) {
    const papers = await listSentPapers(id);
    assert.equal(new Set(papers).size, papers.length, `${id} was mailed a paper twice`);
    mailed += papers.length;
  }
  const states = await db().delivery.groupBy({ by: ["state"], _count: true });
  const count = (wanted: string) => states.find(({ state }) => state === wanted)?._count ?? 0;
  const selections = await db().digestSelection.count();
  return {
    issues: issues.length,
    selections,
    readers: readers.length,
    mailed,
    sent: count("sent"),
    skipped: count("skipped"),
  };
}
