import { cleanText } from "@/lib/text/text";
import { isArxivId } from "../schema";
import type { AuthorName } from "./author-name";
import {
  type CitedPaper,
  findJournalYear,
  findPageUrl,
  splitAuthorNames,
  toDateParts,
} from "./facts";
import { buildCitationKeys } from "./key";
import { escapeTex, toTex } from "./tex";

/*
 * BibTeX as Oren Patashnik's "BibTeXing" (btxdoc) describes it, with the fields eprint,
 * archivePrefix and primaryClass that arXiv asks for (info.arxiv.org/help/hypertex/bibstyles).
 * No library: those that write BibTeX need Node 22 or bring their own HTTP client.
 */

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

export function formatBibtex(papers: CitedPaper[]): string {
  const keys = buildCitationKeys(papers);
  return papers.map((paper, index) => formatEntry(paper, keys[index] ?? paper.id)).join("\n");
}

function formatEntry(paper: CitedPaper, key: string): string {
  const [published, month] = toDateParts(paper);
  const year = findJournalYear(paper);
  const fields = {
    title: wrapInBraces(toTex(paper.title, { keepCase: true })),
    author: wrapInBraces(splitAuthorNames(paper).map(formatName).join(" and ")),
    year: wrapInBraces(String(year ?? published)),
    // The month of the first version; the journal's month is unknown.
    month: year ? undefined : MONTHS[month - 1],
    journal: wrapInBraces(paper.journal && escapeTex(paper.journal)),
    ...listEprintFields(paper),
    doi: wrapInBraces(paper.doi && escapeVerbatim(paper.doi)),
    url: wrapInBraces(escapeVerbatim(findPageUrl(paper) ?? "")),
    abstract: wrapInBraces(toTex(paper.summary, { keepCase: false })),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value ? [`  ${name} = ${value}`] : [],
  );
  return `@${paper.journal ? "article" : "misc"}{${key},\n${lines.join(",\n")}\n}\n`;
}

const listEprintFields = ({ id, categories: [primary] }: CitedPaper) =>
  isArxivId(id)
    ? {
        eprint: wrapInBraces(id),
        archivePrefix: wrapInBraces("arXiv"),
        primaryClass: wrapInBraces(primary && escapeTex(primary)),
      }
    : {};

const wrapInBraces = (text: string | null | undefined) => (text ? `{${text}}` : undefined);

/**
 * For fields that BibTeX reads verbatim: percent-encodes the characters that would end the field or begin
 * a macro, which TeX also reads in ^^5c.
 */
const escapeVerbatim = (text: string): string =>
  cleanText(text).replaceAll(/[{}\\$\s]|\^(?=\^)/g, (sign) => encodeURIComponent(sign));

/** Formats `von Surname, Jr., Given`; braces stop BibTeX from splitting a whole name. */
function formatName(name: AuthorName): string {
  if (name.kind === "whole") return `{${escapeTex(name.name)}}`;
  const parts = name.suffix ? [name.family, name.suffix, name.given] : [name.family, name.given];
  return parts.map(escapeTex).join(", ");
}
