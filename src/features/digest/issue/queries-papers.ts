import { db } from "@/db/client";
import type { DigestPaper } from "@/features/digest/schema";
import { buildExcerpt, formatByline, splitNames } from "@/features/papers/text";
import { plainText } from "@/lib/markup/markup";
import { cleanText, truncate } from "@/lib/text";

/** Papers as an issue prints them, by their primary keys; in no order. */
export async function listDigestPapers(ids: string[]): Promise<DigestPaper[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    include: { organization: { select: { fullname: true } } },
  });
  return papers.map((paper) => ({
    id: paper.id,
    // Cut, whatever a source sent: mail programs hide what is beyond 100 KB, the way out with it.
    title: truncate(plainText(paper.title), 240),
    byline: truncate(
      formatByline({
        authors: splitNames(paper.authorNames),
        authorCount: paper.authorCount,
        organization: paper.organization?.fullname ?? null,
      }),
      160,
    ),
    excerpt: cleanText(buildExcerpt(paper.summary, 320)),
    upvotes: paper.upvotes,
  }));
}
