import { type RenderedMail, renderDigest, type Site, withUnsubscribe } from "./email";
import type { DigestPaper, Selection } from "./schema";

/** Where the links of a mail lead that is nobody's. */
export const TEST_PAGE = "/admin/digest/test";

/** A selection as a mail to nobody: what would be a reader's own link tells that this is a test. */
export const renderForNobody = async (selection: Selection, site: Site): Promise<RenderedMail> =>
  withUnsubscribe(await renderDigest(selection, site), `${site.url}${TEST_PAGE}`);

export const SCHEMES = ["light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The mail as a program draws it that is in light or dark and asks the mail for its own colours. */
export const inScheme = (html: string, scheme: Scheme): string =>
  html
    .replaceAll(
      /\(prefers-color-scheme:\s*(light|dark)\)/g,
      (_, asked: string) => `${asked === scheme ? "(min-width:0)" : "(max-width:0)"}`,
    )
    .replace(/(<meta name="color-scheme" content=")[^"]*/, `$1${scheme}`);

/** Of a mail that nobody gets: it is looked at, and does nothing. */
export const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/** What would go out with these papers. */
export const selectionOfNow = (
  papers: DigestPaper[],
  subject: string,
  date: string,
): Selection => ({
  ...{ id: "now", issueId: "now", edition: "now", rhythm: "daily", date, subject, papers },
  why: "The trending papers that are new since the last issue.",
});
