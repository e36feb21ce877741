import { isArxivId } from "@/features/papers/schema";
import { formatAuthorCount } from "@/features/papers/text";
import { escapeHtml } from "@/lib/http/problem-page";
import { plainText } from "@/lib/markup/markup";
import { cleanText } from "@/lib/text/text";
import { type FeedHead, type FeedItem, type FeedSite, writeFeed } from "./feed-formats";
import { type FeedFormat, feedAddress, feedTitle } from "./links";
import type { Feed, FeedPaper } from "./schema";
import { viewAddress, viewTitle } from "./view";

const MAX_AUTHORS_NAMED = 20;

const toStartOfDay = (day: string) => new Date(`${day}T00:00:00.000Z`);
const findNewest = (dates: Date[]) => new Date(Math.max(0, ...dates.map(Number)));

/**
 * Returns one line of plain text. Formulas become Unicode, because most feed readers show no MathML;
 * control characters, which a search query may contain and XML forbids, are removed.
 */
const toPlainLine = (source: string) => plainText(cleanText(source));

function toFeedItem(paper: FeedPaper, site: FeedSite): FeedItem {
  const { id, day, revisedAt, categories, keywords } = paper;
  // The listing day, not the date of the first version: feed readers sort and expire by this date, and
  // a paper of last month that is listed today is new to their users today.
  const published = toStartOfDay(day);
  return {
    // The same on every listing day and for every version.
    id: `${site.url}/papers/${id}`,
    title: toPlainLine(paper.title) || id,
    html: renderContent(paper),
    authors: paper.authors.slice(0, MAX_AUTHORS_NAMED).map(toPlainLine),
    categories: [...new Set([...categories, ...keywords].map(toPlainLine))],
    published,
    updated: findNewest([published, ...(revisedAt ? [revisedAt] : [])]),
    arxivUrl: isArxivId(id) ? `https://arxiv.org/abs/${id}` : undefined,
  };
}

/** Renders the whole abstract as paragraphs. */
function renderContent({ summary, authors, authorCount }: FeedPaper): string {
  const paragraphs = summary.split(/\n\s*\n/).map(toPlainLine);
  if (authors.length > MAX_AUTHORS_NAMED) {
    paragraphs.push(
      `By ${formatAuthorCount(authorCount)}; the first ${MAX_AUTHORS_NAMED} are named here.`,
    );
  }
  return paragraphs
    .filter(Boolean)
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join("");
}

/**
 * Renders a list as RSS 2.0, Atom 1.0 or JSON Feed 1.1. The same list gives the same bytes: the feed
 * contains no time of creation, and a vote changes only its order.
 */
export function syndicate(feed: Feed, format: FeedFormat, site: FeedSite): string {
  const { view, period } = feed;
  const items = feed.papers.map((paper) => toFeedItem(paper, site));
  const head: FeedHead = {
    site,
    title: cleanText(feedTitle(view, site.name)),
    description: cleanText(`${viewTitle(view)} on ${site.name}, with their abstracts.`),
    page: new URL(viewAddress(view), site.url).href,
    self: site.url + feedAddress(format, view),
    updated: findNewest([
      ...(period ? [toStartOfDay(period.first)] : []),
      ...items.map(({ updated }) => updated),
    ]),
  };
  return writeFeed(format, head, items);
}
