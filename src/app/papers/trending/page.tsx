import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { found } from "@/app/found";
import { ListPage, listAlternates } from "@/app/list-page";
import { pageOf } from "@/app/page-number";
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
