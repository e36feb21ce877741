import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { found } from "@/app/found";
import { ListPage, pageOf } from "@/app/list-page";
import { getTrending } from "@/features/feed/queries";

export const metadata: Metadata = {
  title: "Trending papers",
  alternates: { canonical: "/papers/trending" },
};

type Props = { searchParams: Promise<{ p?: string | string[] }> };

export default async function TrendingPage({ searchParams }: Props) {
  const page = (await pageOf(searchParams)) ?? notFound();
  return <ListPage feed={await found(getTrending(page))} />;
}
