import { db, type TransactionClient } from "@/db/client";
import { byline, excerpt, splitNames } from "@/features/papers/text";
import { cleanText, shortText } from "@/lib/clean";
import { addDays, dayOf } from "@/lib/day";
import { plainText } from "@/lib/markup";
import {
  DIGEST_DAYS,
  DIGEST_SIZE,
  type DigestPaper,
  type Issue,
  parseDigestPapers,
} from "./schema";

function toIssue({ papers, ...issue }: Omit<Issue, "papers"> & { papers: string }): Issue {
  return { ...issue, papers: parseDigestPapers(papers) };
}

const ISSUE = { id: true, edition: true, subject: true, papers: true };

/** The issue of a calendar date. By the unique index on edition. */
export async function findIssue(edition: string): Promise<Issue | null> {
  const issue = await db().digestIssue.findUnique({ where: { edition }, select: ISSUE });
  return issue && toIssue(issue);
}

/** Issues young enough to be worth delivering, oldest first. By the index on until. */
export async function listOpenIssues(since: Date): Promise<Issue[]> {
  const issues = await db().digestIssue.findMany({
    where: { until: { gt: since } },
    orderBy: { until: "asc" },
    select: ISSUE,
  });
  return issues.map(toIssue);
}

/** Up to which instant papers were mailed. By the index on until. */
export async function findLastUntil(): Promise<Date | null> {
  const last = await db().digestIssue.findFirst({
    orderBy: { until: "desc" },
    select: { until: true },
  });
  return last?.until ?? null;
}

export async function countActive(): Promise<number> {
  return db().subscription.count({ where: { state: "active" } });
}

/**
 * The trending papers that this site first saw after `since` and up to `until`, and that were
 * listed within the week before `until`: a late paper comes with the next issue, an archive
 * that is filled today does not. By the index on createdAt.
 */
export async function listDigestPapers(
  client: TransactionClient,
  since: Date,
  until: Date,
): Promise<DigestPaper[]> {
  const papers = await client.paper.findMany({
    where: {
      createdAt: { gt: since, lte: until },
      day: { gt: addDays(dayOf(until), -DIGEST_DAYS) },
    },
    orderBy: [{ score: "desc" }, { publishedAt: "desc" }, { id: "asc" }],
    take: DIGEST_SIZE,
    include: { organization: { select: { fullname: true } } },
  });
  return papers.map((paper) => ({
    id: paper.id,
    // Cut, whatever a source sent: mail programs hide what is beyond 100 KB, the way out with it.
    title: shortText(plainText(paper.title), 240),
    byline: shortText(
      byline({
        authors: splitNames(paper.authorNames),
        authorCount: paper.authorCount,
        organization: paper.organization?.fullname ?? null,
      }),
      160,
    ),
    excerpt: cleanText(excerpt(paper.summary, 320)),
    upvotes: paper.upvotes,
  }));
}

/** The address and state a subscription token leads to; null for an unknown one. By primary key. */
export async function findSubscription(id: string) {
  return db().subscription.findUnique({ where: { id }, select: { email: true, state: true } });
}
