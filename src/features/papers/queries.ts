import { db } from "@/db/client";
import { jsonStrings } from "@/db/stored";
import { AppError } from "@/lib/errors";
import { splitNames } from "./text";

const notFound = (id: string) => new AppError("not_found", `This site has no paper ${id}.`);

/**
 * Returns a paper with its organization, all its authors in order, and its listings, the newest first.
 * By primary keys.
 *
 * @throws AppError not_found
 */
export async function getPaper(id: string) {
  const paper = await db().paper.findUnique({
    where: { id },
    include: {
      organization: true,
      authors: { orderBy: { position: "asc" }, select: { name: true, hidden: true } },
      listings: {
        orderBy: { day: "desc" },
        select: { day: true, submitterName: true, submitterFullname: true },
      },
    },
  });
  if (!paper) throw notFound(id);
  return {
    ...paper,
    categories: jsonStrings.parse(paper.categories),
    keywords: jsonStrings.parse(paper.keywords),
    mediaUrls: jsonStrings.parse(paper.mediaUrls),
  };
}

export type PaperDetail = Awaited<ReturnType<typeof getPaper>>;

/** Returns the facts that a cover shows. By primary keys. @throws AppError not_found */
export async function getCoverFacts(id: string) {
  const paper = await db().paper.findUnique({
    where: { id },
    select: {
      title: true,
      authorCount: true,
      authorNames: true,
      organization: { select: { fullname: true } },
    },
  });
  if (!paper) throw notFound(id);
  return {
    title: paper.title,
    authors: splitNames(paper.authorNames),
    authorCount: paper.authorCount,
    organization: paper.organization?.fullname,
  };
}

/** Returns title and upvotes for the page that confirms a vote. By primary key. @throws AppError not_found */
export async function getPaperHead(id: string): Promise<{ title: string; upvotes: number }> {
  const paper = await db().paper.findUnique({
    where: { id },
    select: { title: true, upvotes: true },
  });
  if (!paper) throw notFound(id);
  return paper;
}
