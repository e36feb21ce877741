import { plainText } from "@/lib/markup/markup";
import { isArxivId } from "../schema";
import {
  type CitedPaper,
  findJournalYear,
  findPageUrl,
  splitAuthorNames,
  toDateParts,
} from "./facts";
import { buildCitationKeys } from "./key";

/** Formats CSL-JSON of the schema of CSL 1.0.2, in which a preprint is an `article`. */
export function formatCsl(papers: CitedPaper[]): string {
  const keys = buildCitationKeys(papers);
  return JSON.stringify(
    papers.map((paper, index) => toItem(paper, keys[index] ?? paper.id)),
    null,
    2,
  );
}

function toItem(paper: CitedPaper, key: string) {
  const year = findJournalYear(paper);
  const { id, journal, version, doi } = paper;
  return {
    id: key,
    type: journal ? "article-journal" : "article",
    title: plainText(paper.title),
    author: splitAuthorNames(paper).map((name) => {
      if (name.kind === "whole") return { literal: name.name };
      const { kind, ...parts } = name;
      return parts;
    }),
    issued: { "date-parts": [year ? [year] : toDateParts(paper)] },
    ...(journal && { "container-title": journal }),
    ...(isArxivId(id)
      ? { publisher: "arXiv", archive: "arXiv", archive_location: id, number: `arXiv:${id}` }
      : { number: id }),
    ...(version && { version: String(version) }),
    ...(doi && { DOI: doi }),
    URL: findPageUrl(paper) ?? undefined,
    abstract: plainText(paper.summary) || undefined,
    keyword: [...paper.categories, ...paper.keywords].join(", ") || undefined,
  };
}
