import type { Selection } from "@/features/digest/schema";
import { formatLongDay } from "@/lib/day";
import { formatEmailLine } from "@/lib/email/plain-text";
import { plural } from "@/lib/plural";

export type EmailSite = { name: string; url: string };

/** The words of a digest email, before HTML or plain text. Each field is one line of limited length. */
export type EmailContent = {
  subject: string;
  site: EmailSite;
  date: string;
  reason: string;
  /** Shown by mail programs beside the subject. The subject names the first paper, so this names the next ones. */
  preview: string;
  webAddress: string;
  entries: EntryContent[];
};

/** The words of one paper in the email. */
export type EntryContent = {
  address: string;
  title: string;
  /** `Ada Author · 3 authors · 12 upvotes` */
  facts: string;
  excerpt: string;
  /** `cs.CL, “diffusion”`; empty if the subscriber has no topics */
  matchReasons: string;
};

/** The maximum length of each part of an entry, in characters. */
type LengthLimits = { title: number; byline: number; excerpt: number; matchReasons: number };

const FULL_LENGTH: LengthLimits = { title: 300, byline: 200, excerpt: 400, matchReasons: 120 };

/** The limits to try in turn until an email fits: excerpts are shortened first, titles last. */
export const LENGTH_LIMITS: LengthLimits[] = [
  FULL_LENGTH,
  { ...FULL_LENGTH, excerpt: 240 },
  { ...FULL_LENGTH, excerpt: 120 },
  { ...FULL_LENGTH, excerpt: 60 },
  { ...FULL_LENGTH, excerpt: 60, byline: 80, matchReasons: 60 },
  { title: 150, byline: 40, excerpt: 40, matchReasons: 40 },
  { title: 80, byline: 40, excerpt: 40, matchReasons: 40 },
];

const MAX_SITE_NAME_LENGTH = 80;
const MAX_REASON_LENGTH = 300;
const MAX_PREVIEW_LENGTH = 140;

/** Collects the words of an email and cuts them to the limits. */
export function buildContent(
  selection: Selection,
  site: EmailSite,
  limits: LengthLimits,
): EmailContent {
  const entries = selection.papers.map((paper) => ({
    address: `${site.url}/papers/${paper.id}`,
    title: formatEmailLine(paper.title, limits.title) || paper.id,
    facts: `${formatEmailLine(paper.byline, limits.byline)} · ${plural(paper.upvotes, "upvote")}`,
    excerpt: formatEmailLine(paper.excerpt, limits.excerpt),
    matchReasons: formatEmailLine((paper.matchReasons ?? []).join(", "), limits.matchReasons),
  }));
  const reason = formatEmailLine(selection.reason, MAX_REASON_LENGTH);
  const nextTitles = entries.slice(1, 4).map(({ title }) => title);
  const preview = nextTitles.length ? `Also: ${nextTitles.join(" · ")}` : reason;
  return {
    subject: selection.subject,
    site: { ...site, name: formatEmailLine(site.name, MAX_SITE_NAME_LENGTH) },
    date: formatLongDay(selection.date),
    reason,
    preview: formatEmailLine(preview, MAX_PREVIEW_LENGTH),
    webAddress: `${site.url}/digest/${selection.edition}`,
    entries,
  };
}
