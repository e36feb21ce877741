import type { PaperDetail } from "@/features/papers/queries";
import { isArxivId } from "@/features/papers/schema";
import { toUtcDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import { plural } from "@/lib/plural";
import type { ApiEntry } from "./api/entry-schema";

/** Escapes a text as one line in which no character has a meaning in Markdown. */
export const escapeMarkdown = (text: string): string =>
  plainText(text)
    .replaceAll(/[\\`*_[\]<>~|]|&(?=[#\w])/g, "\\$&")
    .replace(/^(?=[#+=-])/, "\\")
    .replace(/^(\d{1,9})(?=[.)])/, "$1\\");

/** Formats an address as a link; characters that would end the link are percent-encoded. */
const formatLink = (address: string): string =>
  `<${address.replaceAll(/[<>\\\s]/g, (character) => encodeURIComponent(character))}>`;

const formatParagraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map(escapeMarkdown)
    .filter(Boolean)
    .join("\n\n");

const formatItems = (lines: (string | null | undefined | false)[]): string =>
  lines
    .filter((line) => line)
    .map((line) => `- ${line}`)
    .join("\n");

function formatLinks(paper: PaperDetail, siteUrl: string): string {
  const onArxiv = isArxivId(paper.id);
  const pdf = onArxiv ? `https://arxiv.org/pdf/${paper.id}` : paper.pdfUrl;
  return formatItems([
    `Page: ${formatLink(`${siteUrl}/papers/${paper.id}`)}`,
    onArxiv && `arXiv: ${formatLink(`https://arxiv.org/abs/${paper.id}`)}`,
    paper.pageUrl && `Source: ${formatLink(paper.pageUrl)}`,
    pdf && `PDF: ${formatLink(pdf)}`,
    paper.doi && `DOI: ${formatLink(`https://doi.org/${paper.doi}`)}`,
    paper.githubRepo && `Code: ${formatLink(paper.githubRepo)}`,
    paper.projectPage && `Project: ${formatLink(paper.projectPage)}`,
  ]);
}

function formatFacts(paper: PaperDetail): string {
  const [listing] = paper.listings;
  const authors = paper.authors
    .filter(({ hidden }) => !hidden)
    .map(({ name }) => escapeMarkdown(name));
  const submitter = listing?.submitterFullname || listing?.submitterName;
  return formatItems([
    `Id: ${paper.id}`,
    authors.length > 0 && `Authors: ${authors.join(", ")}`,
    paper.organization && `Organization: ${escapeMarkdown(paper.organization.fullname)}`,
    `Published: ${toUtcDay(paper.publishedAt)}`,
    paper.revisedAt && `Revised: ${toUtcDay(paper.revisedAt)}`,
    paper.withdrawn && "Withdrawn",
    listing && `Listed: ${listing.day}${submitter ? ` by ${escapeMarkdown(submitter)}` : ""}`,
    `Upvotes: ${paper.upvotes}`,
    paper.note && `Note: ${escapeMarkdown(paper.note)}`,
    paper.journal && `Journal: ${escapeMarkdown(paper.journal)}`,
  ]);
}

const formatComments = ({ comments }: PaperDetail): string =>
  comments > 0
    ? `${plural(comments, "comment")} at the source; this site has no discussion yet.`
    : "None.";

function formatAiSummary({ aiSummary, aiSummaryModel }: PaperDetail): string[] {
  if (!aiSummary) return [];
  const model = aiSummaryModel ? escapeMarkdown(aiSummaryModel) : "model unknown";
  return [
    "## AI summary",
    formatParagraphs(aiSummary),
    `AI-generated (${model}). May contain errors.`,
  ];
}

/** Formats one paper as Markdown, for agents and for `hf papers read`. */
export function formatPaperMarkdown(paper: PaperDetail, siteUrl: string): string {
  return [
    `# ${escapeMarkdown(paper.title)}`,
    formatFacts(paper),
    "## Links",
    formatLinks(paper, siteUrl),
    "## Abstract",
    formatParagraphs(paper.summary) || "No abstract available.",
    ...formatAiSummary(paper),
    "## Comments",
    `${formatComments(paper)}\n`,
  ].join("\n\n");
}

function formatByline({ paper }: ApiEntry): string | undefined {
  const [first, ...others] = paper.authors.filter(({ hidden }) => !hidden);
  if (!first) return undefined;
  const rest = others.length > 0 ? ` and ${others.length} more` : "";
  return `${escapeMarkdown(first.name)}${rest}`;
}

function formatEntry(entry: ApiEntry, siteUrl: string): string {
  const { paper, title, numComments } = entry;
  const facts = [
    paper.id,
    formatByline(entry),
    paper.publishedAt.slice(0, 10),
    `${plural(paper.upvotes, "upvote")}, ${plural(numComments, "comment")}`,
    formatLink(`${siteUrl}/papers/${paper.id}`),
  ];
  const summary = paper.ai_summary ? `\n  ${escapeMarkdown(paper.ai_summary)}` : "";
  return `- **${escapeMarkdown(title)}**\n  ${facts.filter(Boolean).join(" · ")}${summary}`;
}

/** Formats a list of papers as Markdown, two or three lines for each. */
export function formatListMarkdown(entries: ApiEntry[], siteUrl: string): string {
  if (entries.length === 0) return "No papers.";
  return entries.map((entry) => formatEntry(entry, siteUrl)).join("\n");
}
