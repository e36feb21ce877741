import { db, type TransactionClient } from "@/db/client";
import { byline, excerpt, splitNames } from "@/features/papers/text";
import { cleanText, shortText } from "@/lib/clean";
import { addDays, dayOf } from "@/lib/day";
import { plainText } from "@/lib/markup";
import { type DigestPaper, parseDigestPapers, type Selection } from "./schema";

/** The first issue looks this far back, and no issue further. */
export const DIGEST_DAYS = 7;
export const DIGEST_SIZE = 10;

const SELECTION = {
  id: true,
  issueId: true,
  subject: true,
  why: true,
  papers: true,
  issue: { select: { edition: true, rhythm: true, date: true } },
};

/** The papers of an edition for a reader without topics. By the unique index on edition. */
export async function findIssue(edition: string): Promise<Selection | null> {
  const found = await db().digestIssue.findUnique({
    where: { edition },
    select: { id: true },
  });
  return found && getSelection(found.id);
}

/** By primary key. @throws where there is none */
export async function getSelection(id: string): Promise<Selection> {
  const { issue, papers, ...selection } = await db().digestSelection.findUniqueOrThrow({
    where: { id },
    select: SELECTION,
  });
  return { ...selection, ...issue, papers: parseDigestPapers(papers) };
}

/** Issues young enough to be worth delivering, oldest first. By the index on dueAt. */
export async function listOpenIssues(since: Date): Promise<Selection[]> {
  const issues = await db().digestIssue.findMany({
    where: { dueAt: { gt: since } },
    orderBy: { dueAt: "asc" },
    select: { id: true },
  });
  return Promise.all(issues.map(({ id }) => getSelection(id)));
}

/** Up to which instant papers were mailed. By the index on dueAt. */
export async function findLastUntil(): Promise<Date | null> {
  const last = await db().digestIssue.findFirst({
    orderBy: { dueAt: "desc" },
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
  size: number,
): Promise<DigestPaper[]> {
  const papers = await client.paper.findMany({
    where: {
      createdAt: { gt: since, lte: until },
      day: { gt: addDays(dayOf(until), -DIGEST_DAYS) },
    },
    orderBy: [{ score: "desc" }, { publishedAt: "desc" }, { id: "asc" }],
    take: size,
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
