import type { Selection } from "@/features/digest/schema";
import { formatLongDay } from "@/lib/day";
import { mailLine } from "@/lib/email-text";

export type Site = { name: string; url: string };

/** A mail's words, in no format yet: one line each, none too long. */
export type EmailContent = {
  subject: string;
  site: Site;
  date: string;
  reason: string;
  /** What a list of mails shows beside the subject, which holds the first title */
  preview: string;
  webAddress: string;
  entries: EntryContent[];
};

export type EntryContent = {
  address: string;
  title: string;
  /** Who, and how many upvotes */
  facts: string;
  excerpt: string;
  /** Empty where everything was wanted */
  matchReasons: string;
};

/** The most characters of each part of an entry. */
type LengthLimits = { title: number; byline: number; excerpt: number; matchReasons: number };

const GENEROUS: LengthLimits = { title: 300, byline: 200, excerpt: 400, matchReasons: 120 };

/** What is tried in turn until a mail fits: excerpts give way first, then bylines, titles last. */
export const LENGTH_LIMITS: LengthLimits[] = [
  GENEROUS,
  { ...GENEROUS, excerpt: 240 },
  { ...GENEROUS, excerpt: 120 },
  { ...GENEROUS, excerpt: 60 },
  { ...GENEROUS, excerpt: 60, byline: 80, matchReasons: 60 },
  { title: 150, byline: 40, excerpt: 40, matchReasons: 40 },
  { title: 80, byline: 40, excerpt: 40, matchReasons: 40 },
];

const PREVIEW = 140;

const upvotes = (count: number) => `${count} ${count === 1 ? "upvote" : "upvotes"}`;

export function buildContent(selection: Selection, site: Site, limits: LengthLimits): EmailContent {
  const entries = selection.papers.map((paper) => ({
    address: `${site.url}/papers/${paper.id}`,
    title: mailLine(paper.title, limits.title) || paper.id,
    facts: `${mailLine(paper.byline, limits.byline)} · ${upvotes(paper.upvotes)}`,
    excerpt: mailLine(paper.excerpt, limits.excerpt),
    matchReasons: mailLine((paper.matchReasons ?? []).join(", "), limits.matchReasons),
  }));
  const reason = mailLine(selection.reason, 300);
  const others = entries.slice(1, 4).map(({ title }) => title);
  return {
    subject: selection.subject,
    site: { ...site, name: mailLine(site.name, 80) },
    date: formatLongDay(selection.date),
    reason,
    preview: mailLine(others.length ? `And: ${others.join(" · ")}` : reason, PREVIEW),
    webAddress: `${site.url}/digest/${selection.edition}`,
    entries,
  };
}
