import type { PaperDetail } from "@/features/papers/queries";
import { isArxivId } from "@/features/papers/schema";
import { toUtcDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import type { ApiEntry } from "./api/entry-schema";

/** Text that stays text: in one line, and none of its signs means anything to Markdown. */
export const escapeMarkdown = (text: string): string =>
  plainText(text)
    .replaceAll(/[\\`*_[\]<>~|]|&(?=[#\w])/g, "\\$&")
    .replace(/^(?=[#+=-])/, "\\")
    .replace(/^(\d{1,9})(?=[.)])/, "$1\\");

/** An address as a link; what would end it is written in percent. */
const link = (address: string): string =>
  `<${address.replaceAll(/[<>\\\s]/g, (sign) => encodeURIComponent(sign))}>`;

const paragraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map(escapeMarkdown)
    .filter(Boolean)
    .join("\n\n");

const items = (lines: (string | null | undefined | false)[]): string =>
  lines
    .filter((line) => line)
    .map((line) => `- ${line}`)
    .join("\n");

function linksOf(paper: PaperDetail, siteUrl: string): string {
  const onArxiv = isArxivId(paper.id);
  const pdf = onArxiv ? `https://arxiv.org/pdf/${paper.id}` : paper.pdfUrl;
  return items([
    `Page: ${link(`${siteUrl}/papers/${paper.id}`)}`,
    onArxiv && `arXiv: ${link(`https://arxiv.org/abs/${paper.id}`)}`,
    paper.pageUrl && `Source: ${link(paper.pageUrl)}`,
    pdf && `PDF: ${link(pdf)}`,
    paper.doi && `DOI: ${link(`https://doi.org/${paper.doi}`)}`,
    paper.githubRepo && `Code: ${link(paper.githubRepo)}`,
    paper.projectPage && `Project: ${link(paper.projectPage)}`,
  ]);
}

function factsOf(paper: PaperDetail): string {
  const [listing] = paper.listings;
  const authors = paper.authors
    .filter(({ hidden }) => !hidden)
    .map(({ name }) => escapeMarkdown(name));
  const submitter = listing?.submitterFullname || listing?.submitterName;
  return items([
    `Id: ${paper.id}`,
    authors.length > 0 && `Authors: ${authors.join(", ")}`,
    paper.organization && `Organization: ${escapeMarkdown(paper.organization.fullname)}`,
    `Published: ${toUtcDay(paper.publishedAt)}`,
    paper.revisedAt && `Revised: ${toUtcDay(paper.revisedAt)}`,
    paper.withdrawn && "Withdrawn by its authors",
    listing && `Listed: ${listing.day}${submitter ? ` by ${escapeMarkdown(submitter)}` : ""}`,
    `Upvotes: ${paper.upvotes}`,
    paper.note && `Note: ${escapeMarkdown(paper.note)}`,
    paper.journal && `Journal: ${escapeMarkdown(paper.journal)}`,
  ]);
}

const commentsOf = ({ comments }: PaperDetail): string =>
  comments > 0
    ? `${comments} where the paper was listed; there is no discussion on this site yet.`
    : "None.";

/** One paper in Markdown: for agents, and for `hf papers read`. */
export function paperMarkdown(paper: PaperDetail, siteUrl: string): string {
  const model = escapeMarkdown(paper.aiSummaryModel ?? "a model that the source does not name");
  return [
    `# ${escapeMarkdown(paper.title)}`,
    factsOf(paper),
    "## Links",
    linksOf(paper, siteUrl),
    "## Abstract",
    paragraphs(paper.summary) || "The source gave no abstract.",
    ...(paper.aiSummary
      ? ["## AI summary", paragraphs(paper.aiSummary), `Written by ${model}; it can be wrong.`]
      : []),
    "## Comments",
    `${commentsOf(paper)}\n`,
  ].join("\n\n");
}

/** A list of papers in Markdown, three lines each. */
export function listMarkdown(entries: ApiEntry[], siteUrl: string): string {
  if (entries.length === 0) return "No papers.";
  return entries
    .map(({ paper, title, numComments }) => {
      const [first, ...more] = paper.authors.filter(({ hidden }) => !hidden);
      const rest = more.length > 0 ? ` and ${more.length} more` : "";
      const by = first && `${escapeMarkdown(first.name)}${rest}`;
      const facts = [
        paper.id,
        by,
        paper.publishedAt.slice(0, 10),
        `${paper.upvotes} upvotes, ${numComments} comments`,
        link(`${siteUrl}/papers/${paper.id}`),
      ];
      const about = paper.ai_summary ? `\n  ${escapeMarkdown(paper.ai_summary)}` : "";
      return `- **${escapeMarkdown(title)}**\n  ${facts.filter(Boolean).join(" · ")}${about}`;
    })
    .join("\n");
}
