import { db } from "@/db/client";
import {
  type DigestPaper,
  parseDigestPapers,
  type Rhythm,
  type Selection,
} from "@/features/digest/schema";

/** An issue as its page shows it: what readers without topics were mailed. */
export type Issue = {
  /** `daily/2026-03-05/07/Europe/Berlin`; also its address below /digest */
  edition: string;
  rhythm: Rhythm;
  /** Calendar date in its time zone */
  date: string;
  dueAt: Date;
  createdAt: Date;
  /** One of the site's own, which the archive lists */
  archived: boolean;
  subject: string;
  /** Why these papers; without papers why nothing was mailed */
  reason: string;
  papers: DigestPaper[];
};

const ISSUE = {
  id: true,
  edition: true,
  rhythm: true,
  date: true,
  dueAt: true,
  createdAt: true,
  archived: true,
  emptyReason: true,
} as const;

type Row = Omit<Issue, "subject" | "papers" | "reason"> & {
  id: string;
  emptyReason: string | null;
};

/** Issues with what stands in them, in the order given. By primary key: an issue's own selection has its id. */
async function withPapers(rows: Row[]): Promise<Issue[]> {
  const selections = await db().digestSelection.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: { id: true, subject: true, reason: true, papers: true },
  });
  const byId = new Map(selections.map((selection) => [selection.id, selection]));
  return rows.map(({ id, emptyReason, ...issue }) => {
    const found = byId.get(id);
    const papers = found ? parseDigestPapers(found.papers) : [];
    if (found && papers.length > 0) {
      return { ...issue, subject: found.subject, reason: found.reason, papers };
    }
    return {
      ...issue,
      subject: "No papers",
      reason: emptyReason ?? "There was nothing new.",
      papers,
    };
  });
}

/** By the unique index on edition. */
export async function findIssueByEdition(edition: string): Promise<Issue | null> {
  const row = await db().digestIssue.findUnique({ where: { edition }, select: ISSUE });
  const [issue = null] = row ? await withPapers([row]) : [];
  return issue;
}

type Archive = { skip: number; take: number; rhythm?: Rhythm };

/** The site's own issues, the newest first. By the index on (archived, dueAt). */
export async function listArchive({ skip, take, rhythm }: Archive): Promise<Issue[]> {
  const rows = await db().digestIssue.findMany({
    where: { archived: true, rhythm },
    orderBy: { dueAt: "desc" },
    select: ISSUE,
    skip,
    take,
  });
  return withPapers(rows);
}

/** What leads to an issue. */
export type IssueLink = { edition: string; date: string };

/** The archive's issues of the same rhythm before and after one. By the index on (archived, dueAt). */
export async function findAdjacentIssues({
  rhythm,
  dueAt,
}: Issue): Promise<{ previous: IssueLink | null; next: IssueLink | null }> {
  const archive = { archived: true, rhythm };
  const select = { edition: true, date: true };
  const [previous, next] = await Promise.all([
    db().digestIssue.findFirst({
      where: { ...archive, dueAt: { lt: dueAt } },
      orderBy: { dueAt: "desc" },
      select,
    }),
    db().digestIssue.findFirst({
      where: { ...archive, dueAt: { gt: dueAt } },
      orderBy: { dueAt: "asc" },
      select,
    }),
  ]);
  return { previous, next };
}

const SELECTION = {
  id: true,
  issueId: true,
  subject: true,
  reason: true,
  papers: true,
  issue: { select: { edition: true, rhythm: true, date: true, until: true } },
};

/** By primary key. @throws where there is none */
export async function getSelection(id: string): Promise<Selection> {
  const { issue, papers, ...selection } = await db().digestSelection.findUniqueOrThrow({
    where: { id },
    select: SELECTION,
  });
  return { ...selection, ...issue, papers: parseDigestPapers(papers) };
}
