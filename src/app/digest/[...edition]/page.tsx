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

/** Head and page ask for the same issue: one read. */
const issueOf = cache(async (name: string) => {
  const edition = parseEdition(name) ?? notFound();
  return (await findIssueByEdition(formatEditionName(edition))) ?? notFound();
});

async function issueOfAddress({ params }: Props) {
  const segments = (await params).edition.map(parseNameSegment);
  return issueOf(segments.join("/"));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const issue = await issueOfAddress(props);
  return {
    title: `Digest of ${formatLongDay(issue.date)}`,
    description: issue.papers.length ? issue.subject : issue.reason,
    // Of each hour and zone there may be one, and they hold nearly the same.
    ...(!issue.archived && { robots: { index: false } }),
    alternates: { canonical: buildIssuePath(issue), types: buildFeedAlternates(env().siteName) },
  };
}

export default async function Page(props: Props) {
  const issue = await issueOfAddress(props);
  return (
    <IssuePage issue={issue} {...(await findAdjacentIssues(issue))}>
      <SubscribeBanner outbox={!env().smtpUrl} />
    </IssuePage>
  );
}
