import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ListPage, listAlternates } from "@/app/_lib/list-page";
import { getFeed } from "@/features/feed/queries";
import { dayPeriod, longDay, parseDay } from "@/lib/day";

type Props = { params: Promise<{ day: string }> };

async function dayOfAddress({ params }: Props): Promise<string> {
  return parseDay((await params).day) ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const day = await dayOfAddress(props);
  const alternates = listAlternates({ kind: "period", period: dayPeriod(day) });
  return { title: longDay(day), alternates };
}

export default async function DayPage(props: Props) {
  return <ListPage feed={await getFeed(dayPeriod(await dayOfAddress(props)))} />;
}
