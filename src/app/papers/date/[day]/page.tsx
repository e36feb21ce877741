import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ListPage, listAlternates } from "@/app/_lib/list-page";
import { getFeed } from "@/features/feed/queries";
import { formatLongDay, parseDay, toDayPeriod } from "@/lib/day";

type Props = { params: Promise<{ day: string }> };

async function readDay({ params }: Props): Promise<string> {
  return parseDay((await params).day) ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const day = await readDay(props);
  const alternates = listAlternates({ kind: "period", period: toDayPeriod(day) });
  return { title: formatLongDay(day), alternates };
}

export default async function DayPage(props: Props) {
  return <ListPage feed={await getFeed(toDayPeriod(await readDay(props)))} />;
}
