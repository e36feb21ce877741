import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import { cleanText } from "@/lib/text";
import { FEEDS, type FeedFormat } from "./links";

/** `url` without a slash at its end. */
export type FeedSite = { name: string; url: string };

/** An entry of a feed, in no format yet. */
export type FeedItem = {
  /** The address of its page, which never changes: a reader of feeds knows it by this */
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

export type FeedHead = {
  site: FeedSite;
  title: string;
  description: string;
  page: string;
  self: string;
  updated: Date;
};

const WRITERS = { rss: toRss, atom: toAtom, json: toJson };

/** RSS 2.0, Atom 1.0 or JSON Feed 1.1 of clean texts: the same ones, the same bytes. */
export const writeFeed = (format: FeedFormat, head: FeedHead, entries: FeedItem[]): string =>
  WRITERS[format](head, entries);

function toRss({ title, description, page, self, updated }: FeedHead, entries: FeedItem[]): string {
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

function toAtom(head: FeedHead, entries: FeedItem[]): string {
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

function toJson({ title, description, page, self }: FeedHead, entries: FeedItem[]): string {
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
