import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { env } from "@/env";
import { IssuePage } from "@/features/digest/issue/components/IssuePage";
import { buildFeedAlternates, buildIssuePath } from "@/features/digest/issue/links";
import { findAdjacentIssues, findIssueByEdition } from "@/features/digest/issue/queries";
import { formatEditionName, parseEdition } from "@/features/digest/schedule/edition";
import { SubscribeBanner } from "@/features/digest/subscription/components/SubscribeBanner";
import { parseNameSegment } from "@/features/feed/topic";
import { formatLongDay } from "@/lib/day";

type Props = { params: Promise<{ edition: string[] }> };

/** Reads an issue once for the page and its metadata. */
const getIssueByName = cache(async (name: string) => {
  const edition = parseEdition(name) ?? notFound();
  return (await findIssueByEdition(formatEditionName(edition))) ?? notFound();
});

async function getIssue({ params }: Props) {
  const segments = (await params).edition.map(parseNameSegment);
  return getIssueByName(segments.join("/"));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const issue = await getIssue(props);
  return {
    title: `Digest for ${formatLongDay(issue.date)}`,
    description: issue.papers.length ? issue.subject : issue.reason,
    // Every hour and time zone may have an edition, and their issues are nearly the same.
    robots: issue.archived ? undefined : { index: false },
    alternates: { canonical: buildIssuePath(issue), types: buildFeedAlternates(env().siteName) },
  };
}

export default async function Page(props: Props) {
  const issue = await getIssue(props);
  return (
    <IssuePage issue={issue} {...(await findAdjacentIssues(issue))}>
      <SubscribeBanner outbox={!env().smtpUrl} />
    </IssuePage>
  );
}
