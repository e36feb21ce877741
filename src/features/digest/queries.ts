import { db } from "@/db/client";
import { parseDigestPapers, type Selection } from "./schema";

const SELECTION = {
  id: true,
  issueId: true,
  subject: true,
  why: true,
  papers: true,
  issue: { select: { edition: true, rhythm: true, date: true, until: true } },
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
