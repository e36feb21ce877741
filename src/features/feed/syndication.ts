import { isArxivId } from "@/features/papers/schema";
import { formatAuthorCount } from "@/features/papers/text";
import { plainText } from "@/lib/markup/markup";
import { escapeHtml } from "@/lib/problem-page";
import { cleanText } from "@/lib/text";
import { type FeedHead, type FeedItem, type FeedSite, writeFeed } from "./feed-formats";
import { type FeedFormat, feedAddress, feedTitle } from "./links";
import type { Feed, FeedPaper } from "./schema";
import { viewAddress, viewTitle } from "./view";

const MAX_AUTHORS_NAMED = 20;

const startOf = (day: string) => new Date(`${day}T00:00:00.000Z`);
const newest = (dates: Date[]) => new Date(Math.max(0, ...dates.map(Number)));

/**
 * One line of plain text: formulas as signs, for readers show titles as they come, and nothing
 * that XML refuses, which a search's words may hold.
 */
const line = (source: string) => plainText(cleanText(source));

function toFeedItem(paper: FeedPaper, site: FeedSite): FeedItem {
  const { id, day, revisedAt, categories, keywords } = paper;
  // The day it stands on, not its first version's date: readers sort and forget by this date,
  // and a paper from last month that is listed today is new to them today.
  const published = startOf(day);
  return {
    // The same on every day that it stands on, and in every version.
    id: `${site.url}/papers/${id}`,
    title: line(paper.title) || id,
    html: renderContent(paper),
    authors: paper.authors.slice(0, MAX_AUTHORS_NAMED).map(line),
    categories: [...new Set([...categories, ...keywords].map(line))],
    published,
    updated: newest([published, ...(revisedAt ? [revisedAt] : [])]),
    elsewhere: isArxivId(id) ? `https://arxiv.org/abs/${id}` : undefined,
  };
}

/** The whole abstract in paragraphs; formulas as signs, since most readers strip MathML. */
function renderContent({ summary, authors, authorCount }: FeedPaper): string {
  const paragraphs = summary.split(/\n\s*\n/).map(line);
  if (authors.length > MAX_AUTHORS_NAMED)
    paragraphs.push(
      `By ${formatAuthorCount(authorCount)}, of whom ${MAX_AUTHORS_NAMED} are named here.`,
    );
  const said = paragraphs.filter(Boolean);
  return said.map((text) => `<p>${escapeHtml(text)}</p>`).join("");
}

/**
 * A list as RSS 2.0, Atom 1.0 or JSON Feed 1.1. The same list gives the same bytes: it holds no
 * time of making, and nothing that changes with a vote but the order.
 */
export function syndicate(feed: Feed, format: FeedFormat, site: FeedSite): string {
  const { view, period } = feed;
  const entries = feed.papers.map((paper) => toFeedItem(paper, site));
  const head: FeedHead = {
    site,
    title: cleanText(feedTitle(view, site.name)),
    description: cleanText(`${viewTitle(view)} on ${site.name}, with their abstracts.`),
    page: new URL(viewAddress(view), site.url).href,
    self: site.url + feedAddress(format, view),
    updated: newest([
      ...(period ? [startOf(period.first)] : []),
      ...entries.map(({ updated }) => updated),
    ]),
  };
  return writeFeed(format, head, entries);
}
