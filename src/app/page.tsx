import type { Metadata } from "next";
import { findNewestDay, getFeed } from "@/features/feed/queries";
import { now } from "@/lib/clock";
import { toDayPeriod, toUtcDay } from "@/lib/day";
import { ListPage, listAlternates } from "./_lib/list-page";

export const generateMetadata = (): Metadata => ({
  alternates: listAlternates({ kind: "latest" }),
});

/** Shows the newest day that has papers; on a site without papers, today. */
export default async function LatestPage() {
  const day = (await findNewestDay()) ?? toUtcDay(now());
  const feed = await getFeed(toDayPeriod(day));
  return <ListPage feed={{ ...feed, view: { kind: "latest" } }} />;
}
