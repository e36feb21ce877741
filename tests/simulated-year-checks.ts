import assert from "node:assert/strict";
import { db } from "@/db/client";
import { parseDigestPapers } from "@/features/digest/schema";
import { DAY, HOUR } from "@/lib/duration";

export type Paper = { id: string; createdAt: Date; category: string };

/** A subscription that must get an edition, unless nothing in it is new to it. */
export type ExpectedDelivery = {
  id: string;
  edition: string;
  date: string;
  category: string | null;
};

type Tick = { due: ExpectedDelivery[]; papers: Paper[]; now: Date };

/** Lists the ids of the papers sent to a subscription, repeated if one was sent twice. */
async function listSentPapers(subscriptionId: string): Promise<string[]> {
  const sent = await db().delivery.findMany({
    where: { subscriptionId, state: "sent" },
    select: { selection: { select: { papers: true } } },
  });
  return sent.flatMap(({ selection }) => parseDigestPapers(selection.papers).map(({ id }) => id));
}

/**
 * Checks what a tick must have done: made an issue for each edition that was due, with a delivery to
 * each expected subscription, except those that have a delivery of that date already and those for
 * which nothing is new.
 *
 * @returns the number of subscriptions for which nothing was new
 */
export async function checkTick({ due, papers, now }: Tick): Promise<number> {
  let nothingNew = 0;
  for (const { id, edition, date, category } of due) {
    const issue = await db().digestIssue.findUnique({ where: { edition } });
    assert(issue, `${edition} was due at ${now.toISOString()} and was not made`);
    const [delivered, sameDate] = await Promise.all([
      db().delivery.count({ where: { issueId: issue.id, subscriptionId: id } }),
      db().delivery.count({ where: { subscriptionId: id, date } }),
    ]);
    if (delivered || sameDate) continue;
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
    nothingNew += 1;
  }
  return nothingNew;
}

/** Checks what must hold at any time, for all issues and deliveries, and counts them. */
export async function checkEverything() {
  const issues = await db().digestIssue.findMany();
  const editions = new Set(issues.map(({ edition }) => edition));
  assert.equal(editions.size, issues.length, "an edition was made twice");
  for (const { edition, createdAt, dueAt } of issues) {
    const late = createdAt.getTime() - dueAt.getTime();
    assert(late >= 0 && late < DAY, `${edition} was made ${late / HOUR} hours after its hour`);
  }
  const deliveries = await db().delivery.groupBy({ by: ["issueId"], _count: true });
  const counts = new Map(deliveries.map(({ issueId, _count }) => [issueId, _count]));
  for (const { id, edition, deliveryCount, emptyReason } of issues) {
    assert.equal(counts.get(id) ?? 0, deliveryCount, `the deliveries of ${edition} don't add up`);
    assert.equal(
      emptyReason === null,
      deliveryCount > 0,
      `${edition} has the reason ${emptyReason} and ${deliveryCount} deliveries`,
    );
  }
  const twice = await db().delivery.groupBy({
    by: ["subscriptionId", "date"],
    having: { issueId: { _count: { gt: 1 } } },
  });
  assert.deepEqual(twice, [], "a subscription has two deliveries of a date");
  const subscriptions = await db().subscription.findMany({ select: { id: true } });
  let sentPapers = 0;
  for (const { id } of subscriptions) {
    const papers = await listSentPapers(id);
    assert.equal(new Set(papers).size, papers.length, `${id} was sent a paper twice`);
    sentPapers += papers.length;
  }
  const states = await db().delivery.groupBy({ by: ["state"], _count: true });
  const count = (wanted: string) => states.find(({ state }) => state === wanted)?._count ?? 0;
  const selections = await db().digestSelection.count();
  return {
    issues: issues.length,
    selections,
    subscriptions: subscriptions.length,
    sentPapers,
    sent: count("sent"),
    skipped: count("skipped"),
  };
}
