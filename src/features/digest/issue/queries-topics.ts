import { db } from "@/db/client";
import { parseDigestPapers, type Selection } from "@/features/digest/schema";

const SELECTION = {
  id: true,
  issueId: true,
  subject: true,
  why: true,
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
