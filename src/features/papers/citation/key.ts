import { plainText } from "@/lib/markup/markup";
import { foldText } from "@/lib/text/fold";
import { TITLE_STOP_WORDS } from "@/lib/text/stop-words";
import { type CitedPaper, splitAuthorNames, toDateParts } from "./facts";

/** Letters that Unicode decomposition doesn't turn into ASCII. */
const UNDECOMPOSED_LETTERS: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

const toAscii = (text: string): string =>
  foldText(text)
    .replace(/[ßæœøłđðþı]/g, (letter) => UNDECOMPOSED_LETTERS[letter] ?? "")
    .replace(/[^a-z0-9 -]/g, "");

function buildSurnamePart(paper: CitedPaper): string {
  const [name] = splitAuthorNames({ ...paper, authors: paper.authors.slice(0, 1) });
  if (!name) return "";
  const text = name.kind === "person" ? name.family : name.name;
  return toAscii(text)
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 40);
}

function findFirstWord({ title }: CitedPaper): string {
  const words = toAscii(plainText(title).replace(/[\s:/—–]+/g, " ")).split(/[ -]+/);
  return words.find((word) => word && !TITLE_STOP_WORDS.has(word))?.slice(0, 40) ?? "";
}

const buildBaseKey = (paper: CitedPaper): string =>
  `${buildSurnamePart(paper) || "anonymous"}${toDateParts(paper)[0]}${findFirstWord(paper)}`;

/**
 * Builds a citation key for each paper: the first author's surname, the year and the first word of
 * the title, `vaswani2017attention`. Papers of one file that would share a key all get their id
 * appended, so that a paper's key doesn't depend on the order.
 */
export function buildCitationKeys(papers: CitedPaper[]): string[] {
  const keys = papers.map(buildBaseKey);
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return keys.map((key, index) => {
    const id = papers[index]?.id.replaceAll(/[^A-Za-z0-9.]/g, "-");
    return counts.get(key) === 1 ? key : `${key}-${id}`;
  });
}
