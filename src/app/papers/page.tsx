import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { listAlternates } from "@/app/_lib/list-page";
import { orNotFound } from "@/app/_lib/or-not-found";
import { parsePageParam } from "@/app/_lib/search-params";
import { viewTitle } from "@/features/feed/view";
import { SearchPage } from "@/features/search/components/SearchPage";
import { searchPapers } from "@/features/search/queries";
import { SEARCH_PAGE_SIZE } from "@/features/search/schema";
import { truncate } from "@/lib/text/text";
import LatestPage, { generateMetadata as generateLatestMetadata } from "../page";

type SearchParam = string | string[] | undefined;
type Props = { searchParams: Promise<{ q?: SearchParam; p?: SearchParam }> };

/** A longer query gets no feed: its address would be longer than some servers accept. */
const MAX_QUERY_LENGTH_OF_FEED = 500;
const MAX_QUERY_LENGTH_IN_TITLE = 80;

/** Parses the search query; "" if there is none. The first of repeated parameters counts. */
const queryParam = z
  .union([z.string(), z.array(z.string()).transform(([first = ""]) => first)])
  .default("")
  .transform((query) => query.trim());

const readQuery = async ({ searchParams }: Props): Promise<string> =>
  queryParam.parse((await searchParams).q);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const query = await readQuery(props);
  if (!query) return generateLatestMetadata();
  return {
    title: viewTitle({ kind: "search", query: truncate(query, MAX_QUERY_LENGTH_IN_TITLE) }),
    robots: { index: false, follow: true },
    alternates:
      query.length > MAX_QUERY_LENGTH_OF_FEED ? {} : listAlternates({ kind: "search", query }),
  };
}

/** Shows the results of a search with `?q=`, otherwise the latest papers. The id of a paper redirects to it. */
export default async function PapersPage(props: Props) {
  const query = await readQuery(props);
  if (!query) return <LatestPage />;
  const page = (await parsePageParam(props.searchParams)) ?? notFound();
  const result = await orNotFound(searchPapers(query, { page, size: SEARCH_PAGE_SIZE }));
  if (result.paper) redirect(`/papers/${result.paper}`);
  return <SearchPage result={result} />;
}
