import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import { cleanText } from "@/lib/text/text";
import { FEEDS, type FeedFormat } from "./links";

/** `url` has no slash at its end. */
export type FeedSite = { name: string; url: string };

/** An item of a feed, for every format. */
export type FeedItem = {
  /** The address of its page, which never changes: feed readers identify the item by it */
  id: string;
  title: string;
  html: string;
  authors: string[];
  categories: string[];
  published: Date;
  updated: Date;
  /** The paper's page at arXiv */
  arxivUrl?: string;
};

/** The feed itself, with the addresses of its page and of itself. */
export type FeedHead = {
  site: FeedSite;
  title: string;
  description: string;
  page: string;
  self: string;
  updated: Date;
};

const WRITERS = { rss: toRss, atom: toAtom, json: toJson };

/**
 * Renders RSS 2.0, Atom 1.0 or JSON Feed 1.1. The same head and items give the same bytes. No text may
 * contain control characters, which XML forbids.
 */
export const writeFeed = (format: FeedFormat, head: FeedHead, items: FeedItem[]): string =>
  WRITERS[format](head, items);

function toRss({ title, description, page, self, updated }: FeedHead, items: FeedItem[]): string {
  return generateRssFeed({
    title,
    link: page,
    description,
    language: "en",
    lastBuildDate: updated,
    atom: { links: [{ href: self, rel: "self", type: FEEDS.rss.type }] },
    items: items.map((item) => ({
      title: item.title,
      link: item.id,
      description: item.html,
      guid: { value: item.id, isPermaLink: true },
      pubDate: item.published,
      // RSS's own <author> must be an email address.
      dc: { creators: item.authors },
      categories: item.categories.map((name) => ({ name })),
    })),
  });
}

function toAtom(head: FeedHead, items: FeedItem[]): string {
  return generateAtomFeed({
    id: head.self,
    title: { value: head.title, type: "text" },
    subtitle: { value: head.description, type: "text" },
    updated: head.updated,
    // Atom requires an author of the feed if an entry has none.
    authors: [{ name: cleanText(head.site.name), uri: `${head.site.url}/` }],
    links: [
      { href: head.self, rel: "self", type: FEEDS.atom.type },
      { href: head.page, rel: "alternate", type: "text/html" },
    ],
    entries: items.map((item) => ({
      id: item.id,
      title: { value: item.title, type: "text" },
      content: { value: item.html, type: "html" },
      published: item.published,
      updated: item.updated,
      authors: item.authors.map((name) => ({ name })),
      categories: item.categories.map((term) => ({ term })),
      links: [
        { href: item.id, rel: "alternate", type: "text/html" },
        ...(item.arxivUrl ? [{ href: item.arxivUrl, rel: "related" }] : []),
      ],
    })),
  });
}

function toJson({ title, description, page, self }: FeedHead, items: FeedItem[]): string {
  const feed = generateJsonFeed({
    title,
    description,
    home_page_url: page,
    feed_url: self,
    language: "en",
    items: items.map((item) => ({
      id: item.id,
      url: item.id,
      external_url: item.arxivUrl,
      title: item.title,
      content_html: item.html,
      date_published: item.published,
      date_modified: item.updated,
      authors: item.authors.map((name) => ({ name })),
      tags: item.categories,
    })),
  });
  return JSON.stringify(feed);
}
