import { truncate } from "@/lib/text/text";
import { type View, viewQuery, viewTitle } from "./view";

export const FEEDS = {
  rss: { name: "RSS", type: "application/rss+xml" },
  atom: { name: "Atom", type: "application/atom+xml" },
  json: { name: "JSON", type: "application/feed+json" },
} as const;
export type FeedFormat = keyof typeof FEEDS;

export const EXPORTS = {
  bibtex: { name: "BibTeX", type: "application/x-bibtex; charset=utf-8", ending: "bib" },
  ris: { name: "RIS", type: "application/x-research-info-systems; charset=utf-8", ending: "ris" },
  csl: { name: "CSL-JSON", type: "application/vnd.citationstyles.csl+json", ending: "json" },
  csv: { name: "CSV", type: "text/csv; charset=utf-8", ending: "csv" },
} as const;
export type ExportFormat = keyof typeof EXPORTS;

const FEED_FORMATS = ["rss", "atom", "json"] as const;
const EXPORT_FORMATS = ["bibtex", "ris", "csl", "csv"] as const;
const CITATION_FORMATS = ["bibtex", "ris", "csl"] as const;

export const parseFeedFormat = (text: string): FeedFormat | undefined =>
  FEED_FORMATS.find((format) => format === text);
export const parseExportFormat = (text: string): ExportFormat | undefined =>
  EXPORT_FORMATS.find((format) => format === text);

export const feedAddress = (format: FeedFormat, view: View): string =>
  `/feed/${format}${viewQuery(view)}`;

const MAX_TITLE_LENGTH = 200;

/** Returns the title of a feed. */
export const feedTitle = (view: View, siteName: string): string =>
  view.kind === "latest"
    ? siteName
    : `${truncate(viewTitle(view), MAX_TITLE_LENGTH)} · ${siteName}`;

/** Returns the feeds of a view for `alternates.types` of Next's metadata, which announces them in <head>. */
export const feedLinks = (view: View, siteName: string) =>
  Object.fromEntries(
    FEED_FORMATS.map((format) => [
      FEEDS[format].type,
      [
        {
          url: feedAddress(format, view),
          title: `${feedTitle(view, siteName)} (${FEEDS[format].name})`,
        },
      ],
    ]),
  );

export type NamedLink = { name: string; href: string };

/** Returns the links to a view's feeds and exports. */
export const exportLinks = (view: View): { feeds: NamedLink[]; exports: NamedLink[] } => ({
  feeds: FEED_FORMATS.map((format) => ({
    name: FEEDS[format].name,
    href: feedAddress(format, view),
  })),
  exports: EXPORT_FORMATS.map((format) => ({
    name: EXPORTS[format].name,
    href: `/export/${format}${viewQuery(view)}`,
  })),
});

/** Returns the links to one paper as an entry of a bibliography. */
export const citeLinks = (paperId: string): NamedLink[] =>
  CITATION_FORMATS.map((format) => ({
    name: EXPORTS[format].name,
    href: `/export/${format}?${new URLSearchParams({ paper: paperId })}`,
  }));
