import { db } from "@/db/client";
import { listPapers } from "@/features/feed/queries";
import type { Feed } from "@/features/feed/schema";

/** REPLACE by the search of branch `search`, which has the same contract: titles only. */
export async function searchPapers(
  text: string,
  { page, size }: { page: number; size: number; now: Date },
): Promise<Feed> {
  const rows = await db().paper.findMany({
    where: { title: { contains: text } },
    orderBy: [{ publishedAt: "desc" }, { id: "asc" }],
    select: { id: true, day: true },
    skip: page * size,
    take: size,
  });
  const papers = await listPapers(rows.map(({ id, day }) => ({ paperId: id, day })));
  const none = { period: null, previous: null, next: null, sample: false };
  const view = { kind: "search" as const, query: text };
  return { view, papers, page, pages: 1, total: papers.length, ...none };
}
