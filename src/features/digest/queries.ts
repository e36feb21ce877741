import { db } from "@/db/client";
import { parseDigestPapers, type Selection } from "./schema";

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

export async function countActive(): Promise<number> {
  return db().subscription.count({ where: { state: "active" } });
}

/** The address and state a subscription token leads to; null for an unknown one. By primary key. */
export async function findSubscription(id: string) {
  return db().subscription.findUnique({ where: { id }, select: { email: true, state: true } });
}
