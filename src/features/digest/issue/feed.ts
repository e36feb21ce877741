import type { DigestPaper, Rhythm } from "@/features/digest/schema";
import { type FeedItem, type FeedSite, writeFeed } from "@/features/feed/feed-formats";
import type { FeedFormat } from "@/features/feed/links";
import { mailLine } from "@/lib/email-text";
import { escapeHtml } from "@/lib/problem-page";
import { ARCHIVE_PATH, buildFeedPath, buildIssuePath, RHYTHM_NAMES } from "./links";
import type { Issue } from "./queries";

const html = (text: string) => escapeHtml(mailLine(text, 2_000));

function paperItem({ id, title, byline, excerpt, upvotes }: DigestPaper, site: FeedSite): string {
  const facts = `${html(byline)} · ${upvotes} ${upvotes === 1 ? "upvote" : "upvotes"}`;
  const link = `<a href="${escapeHtml(`${site.url}/papers/${id}`)}">${html(title)}</a>`;
  return `<li><p>${link}<br>${facts}</p><p>${html(excerpt)}</p></li>`;
}

function toEntry(issue: Issue, site: FeedSite): FeedItem {
  const items = issue.papers.map((paper) => paperItem(paper, site)).join("");
  return {
    id: site.url + buildIssuePath(issue),
    title: mailLine(issue.subject, 200),
    html: `<p>${html(issue.reason)}</p><ol>${items}</ol>`,
    authors: [],
    categories: [RHYTHM_NAMES[issue.rhythm]],
    published: issue.dueAt,
    updated: issue.createdAt,
  };
}

/**
 * The archive as a feed: an entry for each issue that has papers. The same issues give the same bytes.
 *
 * @param issues the newest first
 */
export function renderDigestFeed(
  issues: Issue[],
  { format, rhythm, site }: { format: FeedFormat; rhythm?: Rhythm; site: FeedSite },
): string {
  const entries = issues.filter(({ papers }) => papers.length).map((issue) => toEntry(issue, site));
  const name = mailLine(site.name, 100);
  const head = {
    site,
    title: `${rhythm ? `${RHYTHM_NAMES[rhythm]} digest` : "Digest"} of ${name}`,
    description: `What ${name} mails to its readers.`,
    page: site.url + ARCHIVE_PATH,
    self: site.url + buildFeedPath(format, rhythm),
    updated: new Date(Math.max(0, ...entries.map(({ updated }) => updated.getTime()))),
  };
  return writeFeed(format, head, entries);
}
