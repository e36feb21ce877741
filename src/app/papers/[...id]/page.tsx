import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { cache } from "react";
import { orNotFound } from "@/app/_lib/or-not-found";
import { PaperPage } from "@/features/feed/components/PaperPage";
import type { FeedPaper } from "@/features/feed/schema";
import { parseIdSegments } from "@/features/papers/address";
import { getPaper, type PaperDetail } from "@/features/papers/queries";
import { isArxivId } from "@/features/papers/schema";
import { buildExcerpt } from "@/features/papers/text";
import { SimilarPapers } from "@/features/search/components/SimilarPapers";
import { listSimilar } from "@/features/search/similar/queries";
import { log } from "@/lib/log";
import { plainText } from "@/lib/markup/markup";

const MAX_DESCRIPTION_LENGTH = 200;

type Props = { params: Promise<{ id: string[] }> };

/** Cached, because metadata and page need the same paper. */
const readPaper = cache(async (address: string) => {
  const id = parseIdSegments(address.split("/")) ?? notFound();
  // Links from arXiv may name a version, but a paper has one page for all of them.
  if (isArxivId(id) && /v\d+$/.test(address)) permanentRedirect(`/papers/${id}`);
  return orNotFound(getPaper(id));
});

const readAddress = async ({ params }: Props) => (await params).id.join("/");

export async function generateMetadata(props: Props): Promise<Metadata> {
  const paper = await readPaper(await readAddress(props));
  const title = plainText(paper.title);
  const description = buildExcerpt(paper.summary, MAX_DESCRIPTION_LENGTH);
  return {
    title,
    description,
    alternates: { canonical: `/papers/${paper.id}` },
    openGraph: { title, description, type: "article" },
  };
}

/** Returns an empty list if the search fails, so that the page of the paper still works. */
async function findSimilar(paper: PaperDetail): Promise<FeedPaper[]> {
  try {
    return await listSimilar(paper);
  } catch (error) {
    log.error("similar papers not available", { id: paper.id, reason: String(error) });
    return [];
  }
}

export default async function Page(props: Props) {
  const paper = await readPaper(await readAddress(props));
  const similar = await findSimilar(paper);
  return (
    <PaperPage paper={paper}>
      <SimilarPapers papers={similar} />
    </PaperPage>
  );
}
