import { RHYTHM_NAMES } from "@/features/digest/schedule/describe";
import type { DigestPaper, Rhythm } from "@/features/digest/schema";
import { type FeedItem, type FeedSite, writeFeed } from "@/features/feed/feed-formats";
import type { FeedFormat } from "@/features/feed/links";
import { formatEmailLine } from "@/lib/email/plain-text";
import { escapeHtml } from "@/lib/http/problem-page";
import { plural } from "@/lib/plural";
import { ARCHIVE_PATH, buildFeedPath, buildIssuePath } from "./links";
import type { Issue } from "./queries";

/** Formats a stored text as one line of escaped HTML. */
const toHtmlLine = (text: string) => escapeHtml(formatEmailLine(text, 2_000));

function renderPaper({ id, title, byline, excerpt, upvotes }: DigestPaper, site: FeedSite): string {
  const facts = `${toHtmlLine(byline)} · ${plural(upvotes, "upvote")}`;
  const link = `<a href="${escapeHtml(`${site.url}/papers/${id}`)}">${toHtmlLine(title)}</a>`;
  return `<li><p>${link}<br>${facts}</p><p>${toHtmlLine(excerpt)}</p></li>`;
}

function toFeedItem(issue: Issue, site: FeedSite): FeedItem {
  const papers = issue.papers.map((paper) => renderPaper(paper, site)).join("");
  return {
    id: site.url + buildIssuePath(issue),
    title: formatEmailLine(issue.subject, 200),
    html: `<p>${toHtmlLine(issue.reason)}</p><ol>${papers}</ol>`,
    authors: [],
    categories: [RHYTHM_NAMES[issue.rhythm]],
    published: issue.dueAt,
    updated: issue.createdAt,
  };
}

/**
 * Renders the archive as a feed with an item for each issue that has papers. The same issues give
 * the same bytes.
 *
 * @param issues newest first
 */
export function renderDigestFeed(
  issues: Issue[],
  { format, rhythm, site }: { format: FeedFormat; rhythm?: Rhythm; site: FeedSite },
): string {
  const items = issues
    .filter(({ papers }) => papers.length)
    .map((issue) => toFeedItem(issue, site));
  const name = formatEmailLine(site.name, 100);
  const head = {
    site,
    title: `${rhythm ? `${RHYTHM_NAMES[rhythm]} digest` : "Digest"} of ${name}`,
    description: `Past issues of the ${name} email digest.`,
    page: site.url + ARCHIVE_PATH,
    self: site.url + buildFeedPath(format, rhythm),
    updated: new Date(Math.max(0, ...items.map(({ updated }) => updated.getTime()))),
  };
  return writeFeed(format, head, items);
}
