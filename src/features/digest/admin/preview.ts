import type { EmailSite } from "@/features/digest/email/content";
import { fillTemplate } from "@/features/digest/email/placeholders";
import { renderSelection } from "@/features/digest/email/render";
import type { DigestPaper, Selection } from "@/features/digest/schema";
import { toUtcDay } from "@/lib/day";

/** Where the links of a mail lead that is nobody's. */
export const TEST_PAGE = "/admin/digest/test";

export type PreviewEmail = { subject: string; html: string; text: string };

/** A selection as a mail to nobody: what would be a reader's own links tells that this is a test. */
export async function renderPreview(selection: Selection, site: EmailSite): Promise<PreviewEmail> {
  const { subject, html, text } = await renderSelection(selection, site);
  const link = `${site.url}${TEST_PAGE}`;
  const links = { preferences: link, unsubscribe: link };
  return { subject, html: fillTemplate(html, links), text: fillTemplate(text, links) };
}

export const COLOR_SCHEMES = ["light", "dark"] as const;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** The mail as a program draws it that is in light or dark and asks the mail for its own colours. */
export const forceColorScheme = (html: string, scheme: ColorScheme): string =>
  html
    .replaceAll(
      /\(prefers-color-scheme:\s*(light|dark)\)/g,
      (_, asked: string) => `${asked === scheme ? "(min-width:0)" : "(max-width:0)"}`,
    )
    .replace(/(<meta name="color-scheme" content=")[^"]*/, `$1${scheme}`);

/** Of a mail that nobody gets: it is looked at, and does nothing. */
export const EMAIL_FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/** What would go out with these papers. */
export const createPreviewSelection = (
  papers: DigestPaper[],
  subject: string,
  now: Date,
): Selection => ({
  ...{
    id: "now",
    issueId: "now",
    edition: "now",
    rhythm: "daily",
    date: toUtcDay(now),
    until: now,
  },
  ...{ subject, papers, reason: "The trending papers that are new since the last issue." },
});
