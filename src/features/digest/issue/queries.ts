import { db } from "@/db/client";
import {
  type DigestPaper,
  parseDigestPapers,
  type Rhythm,
  type Selection,
} from "@/features/digest/schema";

/** An issue as its page shows it: with its own selection, which subscribers without topics get. */
export type Issue = {
  /** `daily/2026-03-05/07/Europe/Berlin`; also its address below /digest */
  edition: string;
  rhythm: Rhythm;
  /** Calendar date in its time zone */
  date: string;
  dueAt: Date;
  createdAt: Date;
  /** One of the site's own issues, which the archive lists */
  archived: boolean;
  subject: string;
  /** Why these papers were selected; without papers, why no email was sent */
  reason: string;
  papers: DigestPaper[];
};

const ISSUE_COLUMNS = {
  id: true,
  edition: true,
  rhythm: true,
  date: true,
  dueAt: true,
  createdAt: true,
  archived: true,
  emptyReason: true,
} as const;

type IssueRow = Omit<Issue, "subject" | "papers" | "reason"> & {
  id: string;
  emptyReason: string | null;
};

/** Adds to issues their own selections, in the order given. Reads them by primary key: an issue's own selection has the issue's id. */
async function addSelections(rows: IssueRow[]): Promise<Issue[]> {
  const selections = await db().digestSelection.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: { id: true, subject: true, reason: true, papers: true },
  });
  const byId = new Map(selections.map((selection) => [selection.id, selection]));
  return rows.map(({ id, emptyReason, ...issue }) => {
    const selection = byId.get(id);
    const papers = selection ? parseDigestPapers(selection.papers) : [];
    if (selection && papers.length > 0) {
      return { ...issue, subject: selection.subject, reason: selection.reason, papers };
    }
    return {
      ...issue,
      subject: "No new papers",
      reason: emptyReason ?? "No new papers.",
      papers,
    };
  });
}

/** Finds an issue by its edition's name. Reads the unique index on edition. */
export async function findIssueByEdition(edition: string): Promise<Issue | null> {
  const row = await db().digestIssue.findUnique({ where: { edition }, select: ISSUE_COLUMNS });
  if (!row) return null;
  const [issue = null] = await addSelections([row]);
  return issue;
}

type ArchivePage = { skip: number; take: number; rhythm?: Rhythm };

/** Lists the site's own issues, newest first. Reads the index on (archived, dueAt). */
export async function listArchive({ skip, take, rhythm }: ArchivePage): Promise<Issue[]> {
  const rows = await db().digestIssue.findMany({
    where: { archived: true, rhythm },
    orderBy: { dueAt: "desc" },
    select: ISSUE_COLUMNS,
    skip,
    take,
  });
  return addSelections(rows);
}

/** The parts of an issue that a link to it needs. */
export type IssueLink = { edition: string; date: string };

/** Finds the archive's previous and next issue of the same rhythm. Reads the index on (archived, dueAt). */
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

const SELECTION_COLUMNS = {
  id: true,
  issueId: true,
  subject: true,
  reason: true,
  papers: true,
  issue: { select: { edition: true, rhythm: true, date: true, until: true } },
};

/** Reads a selection by its primary key. @throws Prisma's P2025 if it does not exist */
export async function getSelection(id: string): Promise<Selection> {
  const { issue, papers, ...selection } = await db().digestSelection.findUniqueOrThrow({
    where: { id },
    select: SELECTION_COLUMNS,
  });
  return { ...selection, ...issue, papers: parseDigestPapers(papers) };
}
