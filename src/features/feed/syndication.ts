import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import { isArxivId } from "@/features/papers/schema";
import { countAuthors } from "@/features/papers/text";
import { cleanText } from "@/lib/clean";
import { plainText } from "@/lib/markup";
import { escapeHtml } from "@/lib/page";
import { FEEDS, type FeedFormat, feedAddress, feedTitle } from "./links";
import type { Feed, FeedPaper } from "./schema";
import { viewAddress, viewTitle } from "./view";

/** `url` without a slash at its end. */
export type Site = { name: string; url: string };

const AUTHORS_NAMED = 20;

const startOf = (day: string) => new Date(`${day}T00:00:00.000Z`);
const newest = (dates: Date[]) => new Date(Math.max(0, ...dates.map(Number)));

/**
 * One line of plain text: formulas as signs, for readers show titles as they come, and nothing
 * that XML refuses, which a search's words may hold.
 */
const line = (source: string) => plainText(cleanText(source));

/** An entry of a feed, in no format yet. */
type Entry = {
  /** The address of the paper's page: the same on every day that it stands on, and in every version */
  id: string;
  title: string;
  html: string;
  authors: string[];
  categories: string[];
  published: Date;
  updated: Date;
  /** The same paper at arXiv */
  elsewhere?: string;
};

function toEntry(paper: FeedPaper, site: Site): Entry {
  const { id, day, revisedAt, categories, keywords } = paper;
  // The day it stands on, not its first version's date: readers sort and forget by this date,
  // and a paper from last month that is listed today is new to them today.
  const published = startOf(day);
  return {
    id: `${site.url}/papers/${id}`,
    title: line(paper.title) || id,
    html: contentOf(paper),
    authors: paper.authors.slice(0, AUTHORS_NAMED).map(cleanText),
    categories: [...new Set([...categories, ...keywords].map(line))],
    published,
    updated: newest([published, ...(revisedAt ? [revisedAt] : [])]),
    elsewhere: isArxivId(id) ? `https://arxiv.org/abs/${id}` : undefined,
  };
}

/** The whole abstract in paragraphs; formulas as signs, since most readers strip MathML. */
function contentOf({ summary, authors, authorCount }: FeedPaper): string {
  const paragraphs = summary.split(/\n\s*\n/).map(line);
  if (authors.length > AUTHORS_NAMED)
    paragraphs.push(`By ${countAuthors(authorCount)}, of whom ${AUTHORS_NAMED} are named here.`);
  const said = paragraphs.filter(Boolean);
  return said.map((text) => `<p>${escapeHtml(text)}</p>`).join("");
}

/**
 * A list as RSS 2.0, Atom 1.0 or JSON Feed 1.1. The same list gives the same bytes: it holds no
 * time of making, and nothing that changes with a vote but the order.
 */
export function syndicate(feed: Feed, format: FeedFormat, site: Site): string {
  const { view, period } = feed;
  const entries = feed.papers.map((paper) => toEntry(paper, site));
  const head: Head = {
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
  return WRITERS[format](head, entries);
}

type Head = {
  site: Site;
  title: string;
  description: string;
  page: string;
  self: string;
  updated: Date;
};

const WRITERS = { rss: toRss, atom: toAtom, json: toJson };

function toRss({ title, description, page, self, updated }: Head, entries: Entry[]): string {
  return generateRssFeed({
    title,
    link: page,
    description,
    language: "en",
    lastBuildDate: updated,
    atom: { links: [{ href: self, rel: "self", type: FEEDS.rss.type }] },
    items: entries.map((entry) => ({
      title: entry.title,
      link: entry.id,
      description: entry.html,
      guid: { value: entry.id, isPermaLink: true },
      pubDate: entry.published,
      // RSS's own author must be a mail address.
      dc: { creators: entry.authors },
      categories: entry.categories.map((name) => ({ name })),
    })),
  });
}

function toAtom(head: Head, entries: Entry[]): string {
  return generateAtomFeed({
    id: head.self,
    title: { value: head.title, type: "text" },
    subtitle: { value: head.description, type: "text" },
    updated: head.updated,
    // Stands for entries without authors: Atom wants one or the other.
    authors: [{ name: cleanText(head.site.name), uri: `${head.site.url}/` }],
    links: [
      { href: head.self, rel: "self", type: FEEDS.atom.type },
      { href: head.page, rel: "alternate", type: "text/html" },
    ],
    entries: entries.map(({ elsewhere, ...entry }) => ({
      id: entry.id,
      title: { value: entry.title, type: "text" },
      content: { value: entry.html, type: "html" },
      published: entry.published,
      updated: entry.updated,
      authors: entry.authors.map((name) => ({ name })),
      categories: entry.categories.map((term) => ({ term })),
      links: [
        { href: entry.id, rel: "alternate", type: "text/html" },
        ...(elsewhere ? [{ href: elsewhere, rel: "related" }] : []),
      ],
    })),
  });
}

function toJson({ title, description, page, self }: Head, entries: Entry[]): string {
  const feed = generateJsonFeed({
    title,
    description,
    home_page_url: page,
    feed_url: self,
    language: "en",
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.id,
      external_url: entry.elsewhere,
      title: entry.title,
      content_html: entry.html,
      date_published: entry.published,
      date_modified: entry.updated,
      authors: entry.authors.map((name) => ({ name })),
      tags: entry.categories,
    })),
  });
  return JSON.stringify(feed);
}
