import type { EmailSite } from "@/features/digest/email/content";
import { fillTemplate } from "@/features/digest/email/placeholders";
import { renderSelection } from "@/features/digest/email/render";
import type { DigestPaper, Selection } from "@/features/digest/schema";
import { toUtcDay } from "@/lib/day";

/** Target of the subscriber's links in previews and test emails. */
export const TEST_PAGE = "/admin/digest/test";

export type PreviewEmail = { subject: string; html: string; text: string };

/** Renders a selection as an email in which the subscriber's links lead to TEST_PAGE. */
export async function renderPreview(selection: Selection, site: EmailSite): Promise<PreviewEmail> {
  const { subject, html, text } = await renderSelection(selection, site);
  const testPage = `${site.url}${TEST_PAGE}`;
  const links = { preferences: testPage, unsubscribe: testPage };
  return { subject, html: fillTemplate(html, links), text: fillTemplate(text, links) };
}

export type ColorScheme = "light" | "dark";

/**
 * Returns an email's HTML as an email program in light or dark mode shows it, independent of the
 * browser's mode: the email's rules for this scheme always match, and those for the other never do.
 */
export const forceColorScheme = (html: string, scheme: ColorScheme): string =>
  html
    .replaceAll(/\(prefers-color-scheme:\s*(light|dark)\)/g, (_, asked: string) =>
      asked === scheme ? "(min-width:0)" : "(max-width:0)",
    )
    .replace(/(<meta name="color-scheme" content=")[^"]*/, `$1${scheme}`);

/** Content-Security-Policy of the previewed email: it runs, loads and opens nothing. */
export const EMAIL_FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/** Creates a selection that belongs to no issue, to preview what would be sent now. */
export const createPreviewSelection = (
  papers: DigestPaper[],
  subject: string,
  now: Date,
): Selection => ({
  id: "now",
  issueId: "now",
  edition: "now",
  rhythm: "daily",
  date: toUtcDay(now),
  until: now,
  subject,
  reason: "Trending papers added since the last issue.",
  papers,
});
