import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { listAlternates } from "@/app/_lib/list-page";
import { orNotFound } from "@/app/_lib/or-not-found";
import { parsePageParam } from "@/app/_lib/search-params";
import { viewTitle } from "@/features/feed/view";
import { SearchPage } from "@/features/search/components/SearchPage";
import { searchPapers } from "@/features/search/queries";
import { SEARCH_PAGE_SIZE } from "@/features/search/schema";
import { now } from "@/lib/clock";
import { truncate } from "@/lib/text";
import LatestPage, { generateMetadata as latest } from "../page";

type Props = { searchParams: Promise<{ q?: string | string[]; p?: string | string[] }> };

/** Longer ones are no standing question, and their addresses would be longer than some servers take. */
const LONGEST_FEED = 500;

/** What is searched for; "" where nothing is. */
async function queryOf({ searchParams }: Props): Promise<string> {
  const { q = "" } = await searchParams;
  return (typeof q === "string" ? q : (q[0] ?? "")).trim();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const query = await queryOf(props);
  if (!query) return latest();
  return {
    title: viewTitle({ kind: "search", query: truncate(query, 80) }),
    robots: { index: false, follow: true },
    alternates: query.length > LONGEST_FEED ? {} : listAlternates({ kind: "search", query }),
  };
}

/** The latest papers; with `?q=` those that a search finds. */
export default async function PapersPage(props: Props) {
  const query = await queryOf(props);
  if (!query) return <LatestPage />;
  const page = (await parsePageParam(props.searchParams)) ?? notFound();
  const result = await orNotFound(
    searchPapers(query, { page, size: SEARCH_PAGE_SIZE, now: now() }),
  );
  if (result.paper) redirect(`/papers/${result.paper}`);
  return <SearchPage result={result} />;
}
