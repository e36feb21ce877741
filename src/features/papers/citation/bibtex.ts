import { cleanText } from "@/lib/text";
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
 * Written here: the libraries that write it either want Node 22 or bring their own fetching.
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
    title: braced(toTex(paper.title, { keepCase: true })),
    author: braced(splitAuthorNames(paper).map(formatName).join(" and ")),
    year: braced(String(year ?? published)),
    // Of the first version: a journal's own month is not known.
    month: year ? undefined : MONTHS[month - 1],
    journal: braced(paper.journal && escapeTex(paper.journal)),
    ...listEprintFields(paper),
    doi: braced(paper.doi && verbatim(paper.doi)),
    url: braced(verbatim(findPageUrl(paper) ?? "")),
    abstract: braced(toTex(paper.summary, { keepCase: false })),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value ? [`  ${name} = ${value}`] : [],
  );
  return `@${paper.journal ? "article" : "misc"}{${key},\n${lines.join(",\n")}\n}\n`;
}

const listEprintFields = ({ id, categories: [primary] }: CitedPaper) =>
  isArxivId(id)
    ? {
        eprint: braced(id),
        archivePrefix: braced("arXiv"),
        primaryClass: braced(primary && escapeTex(primary)),
      }
    : {};

const braced = (text: string | null | undefined) => (text ? `{${text}}` : undefined);

/** For fields that are read as they stand; what would end the field is written as in addresses. */
const verbatim = (text: string): string =>
  cleanText(text).replaceAll(/[{}\\$\s]/g, (sign) => encodeURIComponent(sign));

/** `von Surname, Jr., Given`; in braces where BibTeX must not look for parts. */
function formatName(name: AuthorName): string {
  if (name.kind === "whole") return `{${escapeTex(name.name)}}`;
  const parts = [name.family, ...(name.suffix ? [name.suffix] : []), name.given];
  return parts.map(escapeTex).join(", ");
}
