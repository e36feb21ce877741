import { db } from "@/db/client";
import type { DigestPaper } from "@/features/digest/schema";
import { buildExcerpt, formatByline, splitNames } from "@/features/papers/text";
import { plainText } from "@/lib/markup/markup";
import { cleanText, truncate } from "@/lib/text/text";

/** The maximum lengths of a paper's texts in an issue, in characters. */
const MAX_TITLE_LENGTH = 240;
const MAX_BYLINE_LENGTH = 160;
const MAX_EXCERPT_LENGTH = 320;

/**
 * Reads papers as an issue stores them, by their primary keys; in no particular order. Texts are cut,
 * because mail programs hide what is beyond 100 kB of an email, including the link to unsubscribe.
 */
export async function listDigestPapers(ids: string[]): Promise<DigestPaper[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    include: { organization: { select: { fullname: true } } },
  });
  return papers.map((paper) => ({
    id: paper.id,
    title: truncate(plainText(paper.title), MAX_TITLE_LENGTH),
    byline: truncate(
      formatByline({
        authors: splitNames(paper.authorNames),
        authorCount: paper.authorCount,
        organization: paper.organization?.fullname ?? null,
      }),
      MAX_BYLINE_LENGTH,
    ),
    excerpt: cleanText(buildExcerpt(paper.summary, MAX_EXCERPT_LENGTH)),
    upvotes: paper.upvotes,
  }));
}
