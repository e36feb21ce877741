import { countDeliveries, freezeDigestAt, hoursAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { parseDigestPapers } from "@/features/digest/schema";

const SUBSCRIPTIONS = 1_100;
const PAPERS = 1_250;

/** Both are more than one page: subscriptions are read 500 at a time, papers 1,000 at a time. */
beforeEach(async () => {
  const seen = hoursAfter(-1);
  const times = { updatedAt: seen, publishedAt: seen, listedAt: seen };
  await db().paper.createMany({
    data: Array.from({ length: PAPERS }, (_, index) => ({
      id: `made:${index}`,
      title: `Paper ${index}`,
      summary: "Made up.",
      ...times,
      // An ingest gives all its papers one instant; a fifth of these have another.
      createdAt: index % 5 === 0 ? hoursAfter(-2) : seen,
      day: "2026-03-05",
      newestDay: "2026-03-05",
      score: PAPERS - index,
      sourceUpvotes: 0,
      upvotes: 0,
      comments: 0,
      authorCount: 0,
      keywords: "[]",
      mediaUrls: "[]",
      categories: "[]",
    })),
  });
  await db().subscription.createMany({
    data: Array.from({ length: SUBSCRIPTIONS }, (_, index) => {
      const since = hoursAfter(index < 700 ? -24 : -24 - index);
      return {
        id: `reader-${index}`,
        email: `reader-${index}@example.org`,
        state: "active" as const,
        createdAt: since,
        scheduledAt: since,
        // One in a hundred gets only the lowest-ranked paper.
        topics: index % 100 === 7 ? `{"keywords":["paper ${PAPERS - 1}"]}` : "{}",
      };
    }),
  });
}, 60_000);

test("an issue of several pages has each subscriber once, with the papers of their choice", {
  timeout: 60_000,
}, async () => {
  await freezeDigestAt(NOW);
  const issue = await db().digestIssue.findFirstOrThrow({ where: { rhythm: "daily" } });
  expect(JSON.parse(issue.candidates)).toEqual(
    Array.from({ length: PAPERS }, (_, index) => `made:${index}`),
  );
  expect(issue.deliveryCount).toBe(SUBSCRIPTIONS);
  expect(await countDeliveries(issue.id)).toEqual({ pending: SUBSCRIPTIONS });
  const rows = await db().delivery.findMany({ include: { selection: true } });
  expect(new Set(rows.map(({ subscriptionId }) => subscriptionId)).size).toBe(SUBSCRIPTIONS);
  const withTopics = rows.filter(({ selectionId }) => selectionId !== issue.id);
  expect(withTopics.map(({ subscriptionId }) => Number(subscriptionId.slice(7)) % 100)).toEqual(
    Array(11).fill(7),
  );
  for (const { selection } of withTopics) {
    expect(parseDigestPapers(selection.papers).map(({ id }) => id)).toEqual([`made:${PAPERS - 1}`]);
  }
});
