import { render } from "@react-email/render";
import { shortText } from "@/lib/clean";
import { longDay } from "@/lib/day";
import type { Selection } from "./schema";

export type Site = { name: string; url: string };
export type RenderedMail = { subject: string; html: string; text: string };

/**
 * Stands where each reader's own link goes: an issue is rendered once. A control character, which
 * no text of a paper holds: a title can't ask for the reader's link.
 */
const UNSUBSCRIBE_SLOT = "\u0001";

const FONT = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const SERIF = "Georgia, 'Times New Roman', serif";

const DARK = `@media (prefers-color-scheme: dark) {
  .ground { background: #16181c !important; } .sheet { background: #1e2126 !important; }
  .ink { color: #eceae4 !important; } .soft { color: #a9aeb6 !important; }
  .line { border-color: #33373e !important; }
}`;

const paperAddress = (site: Site, id: string) => `${site.url}/papers/${id}`;
const upvotes = (count: number) => `${count} ${count === 1 ? "upvote" : "upvotes"}`;

function Entry({ issue, site }: { issue: Selection; site: Site }) {
  return issue.papers.map((paper, index) => (
    <tr key={paper.id}>
      <td
        className="line"
        style={{ padding: "20px 0", borderTop: index ? "1px solid #e4e1d8" : "0" }}
      >
        <a
          href={paperAddress(site, paper.id)}
          className="ink"
          style={{ font: `600 19px/1.35 ${SERIF}`, color: "#1d1f23", textDecoration: "none" }}
        >
          {paper.title}
        </a>
        <div className="soft" style={{ font: `13px/1.5 ${FONT}`, color: "#666b73", paddingTop: 4 }}>
          {paper.byline} · {upvotes(paper.upvotes)}
        </div>
        <div className="ink" style={{ font: `15px/1.55 ${FONT}`, color: "#33363c", paddingTop: 8 }}>
          {paper.excerpt}
        </div>
      </td>
    </tr>
  ));
}

function DigestMail({ issue, site }: { issue: Selection; site: Site }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>{issue.subject}</title>
        <style>{DARK}</style>
      </head>
      <body className="ground" style={{ margin: 0, background: "#f5f3ee" }}>
        <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
          <tbody>
            <tr>
              <td align="center" style={{ padding: "24px 12px" }}>
                <table
                  role="presentation"
                  className="sheet"
                  cellPadding={0}
                  cellSpacing={0}
                  style={{ width: "100%", maxWidth: 620, background: "#ffffff", borderRadius: 10 }}
                >
                  <tbody>
                    <tr>
                      <td style={{ padding: "28px 28px 4px" }}>
                        <h1
                          className="ink"
                          style={{ margin: 0, font: `600 26px/1.2 ${SERIF}`, color: "#1d1f23" }}
                        >
                          {site.name}
                        </h1>
                        <div
                          className="soft"
                          style={{ font: `14px/1.5 ${FONT}`, color: "#666b73", paddingTop: 4 }}
                        >
                          Trending papers · {longDay(issue.date)}
                        </div>
                      </td>
                    </tr>
                    <tr>
                      <td style={{ padding: "8px 28px" }}>
                        <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
                          <tbody>
                            <Entry issue={issue} site={site} />
                          </tbody>
                        </table>
                      </td>
                    </tr>
                    <tr>
                      <td
                        className="soft line"
                        style={{
                          padding: "20px 28px 28px",
                          borderTop: "1px solid #e4e1d8",
                          font: `13px/1.6 ${FONT}`,
                          color: "#666b73",
                        }}
                      >
                        You confirmed this address for the digest of{" "}
                        <a href={site.url} className="soft" style={{ color: "#666b73" }}>
                          {site.name}
                        </a>
                        .{" "}
                        <a href={UNSUBSCRIBE_SLOT} className="soft" style={{ color: "#666b73" }}>
                          Unsubscribe
                        </a>
                      </td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
}

function digestText(issue: Selection, site: Site): string {
  const papers = issue.papers.map((paper, index) =>
    [
      `${index + 1}. ${paper.title}`,
      `   ${paper.byline} · ${upvotes(paper.upvotes)}`,
      `   ${paper.excerpt}`,
      `   ${paperAddress(site, paper.id)}`,
    ].join("\n"),
  );
  return [
    `${site.name}: trending papers, ${longDay(issue.date)}`,
    ...papers,
    `You confirmed this address for the digest of ${site.url}.\nUnsubscribe: ${UNSUBSCRIBE_SLOT}`,
  ].join("\n\n");
}

/** What the mail is called: its first paper, and how many more there are. */
export function digestSubject(titles: string[]): string {
  const [first = "", ...more] = titles;
  const short = shortText(first, 90);
  return more.length ? `${short} and ${more.length} more` : short;
}

/** An issue as a mail, with a slot for each reader's link. Pure: the same issue, the same bytes. */
export async function renderDigest(issue: Selection, site: Site): Promise<RenderedMail> {
  return {
    subject: issue.subject,
    html: await render(<DigestMail issue={issue} site={site} />),
    text: digestText(issue, site),
  };
}

/** The mail of one reader. */
export const withUnsubscribe = (mail: RenderedMail, address: string): RenderedMail => ({
  subject: mail.subject,
  html: mail.html.replaceAll(UNSUBSCRIBE_SLOT, address),
  text: mail.text.replaceAll(UNSUBSCRIBE_SLOT, address),
});
