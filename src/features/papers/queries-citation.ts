import { db } from "@/db/client";
import { jsonStrings } from "@/db/stored";
import type { CitedPaper } from "./citation/facts";
import { splitNames } from "./text";

/** Lists papers for bibliographies in the order of `ids`; leaves out unknown ones. By primary keys. */
export async function listCitedPapers(ids: string[]): Promise<CitedPaper[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      title: true,
      summary: true,
      publishedAt: true,
      version: true,
      authorNames: true,
      authorCount: true,
      organization: { select: { fullname: true } },
      categories: true,
      keywords: true,
      doi: true,
      journal: true,
      pageUrl: true,
      pdfUrl: true,
      githubRepo: true,
      upvotes: true,
      comments: true,
      day: true,
    },
  });
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  return ids.flatMap((id) => {
    const paper = byId.get(id);
    if (!paper) return [];
    const { authorNames, categories, keywords, organization, ...facts } = paper;
    return {
      ...facts,
      authors: splitNames(authorNames),
      organization: organization?.fullname ?? null,
      categories: jsonStrings.parse(categories),
      keywords: jsonStrings.parse(keywords),
    };
  });
}
