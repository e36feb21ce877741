import type { Selection } from "@/features/digest/schema";
import { formatLongDay } from "@/lib/day";
import { mailLine } from "@/lib/email-text";

export type Site = { name: string; url: string };

/** A mail's words, in no format yet: one line each, none too long. */
export type MailContent = {
  subject: string;
  site: Site;
  date: string;
  why: string;
  /** What a list of mails shows beside the subject, which holds the first title */
  preview: string;
  webCopy: string;
  entries: MailEntry[];
};

export type MailEntry = {
  address: string;
  title: string;
  /** Who, and how many upvotes */
  facts: string;
  excerpt: string;
  /** Empty where everything was wanted */
  because: string;
};

/** The most characters of each part of an entry. */
type Limits = { title: number; byline: number; excerpt: number; because: number };

const GENEROUS: Limits = { title: 300, byline: 200, excerpt: 400, because: 120 };

/** What is tried in turn until a mail fits: excerpts give way first, then bylines, titles last. */
export const LIMITS: Limits[] = [
  GENEROUS,
  { ...GENEROUS, excerpt: 240 },
  { ...GENEROUS, excerpt: 120 },
  { ...GENEROUS, excerpt: 60 },
  { ...GENEROUS, excerpt: 60, byline: 80, because: 60 },
  { title: 150, byline: 40, excerpt: 40, because: 40 },
  { title: 80, byline: 40, excerpt: 40, because: 40 },
];

const PREVIEW = 140;

const upvotes = (count: number) => `${count} ${count === 1 ? "upvote" : "upvotes"}`;

export function mailContent(selection: Selection, site: Site, limits: Limits): MailContent {
  const entries = selection.papers.map((paper) => ({
    address: `${site.url}/papers/${paper.id}`,
    title: mailLine(paper.title, limits.title) || paper.id,
    facts: `${mailLine(paper.byline, limits.byline)} · ${upvotes(paper.upvotes)}`,
    excerpt: mailLine(paper.excerpt, limits.excerpt),
    because: mailLine((paper.because ?? []).join(", "), limits.because),
  }));
  const why = mailLine(selection.why, 300);
  const others = entries.slice(1, 4).map(({ title }) => title);
  return {
    subject: selection.subject,
    site: { ...site, name: mailLine(site.name, 80) },
    date: formatLongDay(selection.date),
    why,
    preview: mailLine(others.length ? `And: ${others.join(" · ")}` : why, PREVIEW),
    webCopy: `${site.url}/digest/${selection.edition}`,
    entries,
  };
}
