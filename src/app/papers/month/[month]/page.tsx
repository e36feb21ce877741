import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { found } from "@/app/found";
import { ListPage, pageOf } from "@/app/list-page";
import { getFeed } from "@/features/feed/queries";
import { now } from "@/lib/clock";
import { dayOf, type Period, parseMonth, periodTitle } from "@/lib/day";

type Props = {
  params: Promise<{ month: string }>;
  searchParams: Promise<{ p?: string | string[] }>;
};

async function periodOfAddress({ params }: Props): Promise<Period> {
  const period = parseMonth((await params).month) ?? notFound();
  if (period.first > dayOf(now())) redirect("/papers");
  return period;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const period = await periodOfAddress(props);
  return {
    title: periodTitle(period),
    alternates: { canonical: `/papers/month/${period.key}` },
  };
}

export default async function MonthPage(props: Props) {
  const period = await periodOfAddress(props);
  const page = (await pageOf(props.searchParams)) ?? notFound();
  return <ListPage feed={await found(getFeed(period, page))} />;
}
