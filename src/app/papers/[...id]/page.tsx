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

type Props = { params: Promise<{ id: string[] }> };

/** Head and page ask for the same paper: one read. */
const paperOfAddress = cache(async (address: string) => {
  const id = parseIdSegments(address.split("/")) ?? notFound();
  // arXiv's own links carry versions; a paper has one page.
  if (isArxivId(id) && /v\d+$/.test(address)) permanentRedirect(`/papers/${id}`);
  return orNotFound(getPaper(id));
});

const addressOf = async ({ params }: Props) => (await params).id.join("/");

export async function generateMetadata(props: Props): Promise<Metadata> {
  const paper = await paperOfAddress(await addressOf(props));
  const title = plainText(paper.title);
  const description = buildExcerpt(paper.summary, 200);
  return {
    title,
    description,
    alternates: { canonical: `/papers/${paper.id}` },
    openGraph: { title, description, type: "article" },
  };
}

/** Without them the paper is still worth its page. */
async function similarTo(paper: PaperDetail): Promise<FeedPaper[]> {
  try {
    return await listSimilar(paper);
  } catch (error) {
    log.error("similar papers were not found", { id: paper.id, reason: String(error) });
    return [];
  }
}

export default async function Page(props: Props) {
  const paper = await paperOfAddress(await addressOf(props));
  const similar = await similarTo(paper);
  return (
    <PaperPage paper={paper}>
      <SimilarPapers papers={similar} />
    </PaperPage>
  );
}
