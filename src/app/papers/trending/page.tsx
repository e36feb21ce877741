import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ListPage, listAlternates } from "@/app/_lib/list-page";
import { orNotFound } from "@/app/_lib/or-not-found";
import { parsePageParam } from "@/app/_lib/search-params";
import { getTrending } from "@/features/feed/queries";

export const generateMetadata = (): Metadata => ({
  title: "Trending papers",
  alternates: listAlternates({ kind: "trending" }),
});

type Props = { searchParams: Promise<{ p?: string | string[] }> };

export default async function TrendingPage({ searchParams }: Props) {
  const page = (await parsePageParam(searchParams)) ?? notFound();
  return <ListPage feed={await orNotFound(getTrending(page))} />;
}
