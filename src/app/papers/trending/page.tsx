import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ListPage, listAlternates } from "@/app/_lib/list-page";
import { found } from "@/app/_lib/or-not-found";
import { pageOf } from "@/app/_lib/search-params";
import { getTrending } from "@/features/feed/queries";

export const generateMetadata = (): Metadata => ({
  title: "Trending papers",
  alternates: listAlternates({ kind: "trending" }),
});

type Props = { searchParams: Promise<{ p?: string | string[] }> };

export default async function TrendingPage({ searchParams }: Props) {
  const page = (await pageOf(searchParams)) ?? notFound();
  return <ListPage feed={await found(getTrending(page))} />;
}
