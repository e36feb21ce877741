import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { found } from "@/app/found";
import { ListPage, pageOf } from "@/app/list-page";
import { getFeed } from "@/features/feed/queries";
import { now } from "@/lib/clock";
import { dayOf, type Period, parseWeek, periodTitle } from "@/lib/day";

type Props = {
  params: Promise<{ week: string }>;
  searchParams: Promise<{ p?: string | string[] }>;
};

async function periodOfAddress({ params }: Props): Promise<Period> {
  const period = parseWeek((await params).week) ?? notFound();
  if (period.first > dayOf(now())) redirect("/papers");
  return period;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const period = await periodOfAddress(props);
  return {
    title: periodTitle(period),
    alternates: { canonical: `/papers/week/${period.key}` },
  };
}

export default async function WeekPage(props: Props) {
  const period = await periodOfAddress(props);
  const page = (await pageOf(props.searchParams)) ?? notFound();
  return <ListPage feed={await found(getFeed(period, page))} />;
}
