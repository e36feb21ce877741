import { plainText } from "@/lib/markup/markup";
import { toOneLine } from "@/lib/text/text";
import { isArxivId } from "../schema";
import type { AuthorName } from "./author-name";
import {
  type CitedPaper,
  findJournalYear,
  findPageUrl,
  findPdfUrl,
  splitAuthorNames,
  toDateParts,
} from "./facts";
import { buildCitationKeys } from "./key";

/*
 * RIS as Research Information Systems described it in 2011 (archived at
 * web.archive.org/web/20120526103719/refman.com/support/risformat_intro.asp): each line has a tag,
 * two spaces, a hyphen, a space and one value; lines end in CR LF.
 */

export function formatRis(papers: CitedPaper[]): string {
  const keys = buildCitationKeys(papers);
  return papers.map((paper, index) => formatRecord(paper, keys[index] ?? paper.id)).join("");
}

function formatRecord(paper: CitedPaper, key: string): string {
  const [published, month, day] = toDateParts(paper);
  const year = findJournalYear(paper);
  const date = [published, padToTwo(month), padToTwo(day)].join("/");
  const tags: [tag: string, value: string | null][] = [
    ["TY", paper.journal ? "JOUR" : "UNPB"],
    ["ID", key],
    ...splitAuthorNames(paper).map((name): [string, string] => ["AU", formatName(name)]),
    ["TI", plainText(paper.title)],
    ["PY", String(year ?? published)],
    ["DA", year ? null : date],
    ["T2", paper.journal],
    ["AB", plainText(paper.summary)],
    ...[...paper.categories, ...paper.keywords].map((word): [string, string] => ["KW", word]),
    ["DO", paper.doi],
    ["AN", isArxivId(paper.id) ? `arXiv:${paper.id}` : paper.id],
    ["DB", isArxivId(paper.id) ? "arXiv" : null],
    ["UR", findPageUrl(paper)],
    ["L1", findPdfUrl(paper)],
  ];
  const lines = tags.flatMap(([tag, value]) => {
    const text = toOneLine(value ?? "");
    return text ? [`${tag}  - ${text}\r\n`] : [];
  });
  return `${lines.join("")}ER  - \r\n\r\n`;
}

const padToTwo = (number: number) => String(number).padStart(2, "0");

/** Formats `Surname, Given, Suffix`. A name that stays whole loses its commas, which would split it. */
function formatName(name: AuthorName): string {
  if (name.kind === "whole") return name.name.replaceAll(/ ?,/g, " ");
  return [name.family, name.given, name.suffix].filter(Boolean).join(", ");
}
