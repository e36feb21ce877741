import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getFeed } from "@/features/feed/queries";
import { now } from "@/lib/clock";
import { formatPeriod, type Period, toUtcDay } from "@/lib/day";
import { ListPage, listAlternates } from "./list-page";
import { orNotFound } from "./or-not-found";
import { parsePageParam } from "./search-params";

type Props = {
  params: Promise<{ key: string }>;
  searchParams: Promise<{ p?: string | string[] }>;
};

/** Creates the page of weeks or of months, by the parser of their keys. */
export function createPeriodPage(parse: (text: string) => Period | null) {
  async function readPeriod({ params }: Props): Promise<Period> {
    const period = parse((await params).key) ?? notFound();
    if (period.first > toUtcDay(now())) redirect("/papers");
    return period;
  }

  return {
    async generateMetadata(props: Props): Promise<Metadata> {
      const period = await readPeriod(props);
      const alternates = listAlternates({ kind: "period", period });
      return { title: formatPeriod(period), alternates };
    },
    async Page(props: Props) {
      const period = await readPeriod(props);
      const page = (await parsePageParam(props.searchParams)) ?? notFound();
      return <ListPage feed={await orNotFound(getFeed(period, page))} />;
    },
  };
}
