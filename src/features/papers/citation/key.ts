import { foldText } from "@/lib/fold";
import { plainText } from "@/lib/markup/markup";
import { TITLE_STOP_WORDS } from "@/lib/stop-words";
import { type CitedPaper, splitAuthorNames, toDateParts } from "./facts";

/** Letters that no decomposition turns into ASCII. */
const LETTERS: Record<string, string> = {
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
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? "")
    .replace(/[^a-z0-9 -]/g, "");

function surname(paper: CitedPaper): string {
  const [name] = splitAuthorNames({ ...paper, authors: paper.authors.slice(0, 1) });
  if (!name) return "";
  const text = name.kind === "person" ? name.family : name.name;
  return toAscii(text)
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 40);
}

function firstWord({ title }: CitedPaper): string {
  const words = toAscii(plainText(title).replace(/[\s:/—–]+/g, " ")).split(/[ -]+/);
  return words.find((word) => word && !TITLE_STOP_WORDS.has(word))?.slice(0, 40) ?? "";
}

const baseKey = (paper: CitedPaper): string =>
  `${surname(paper) || "anonymous"}${toDateParts(paper)[0]}${firstWord(paper)}`;

/**
 * A citation key for each paper, `vaswani2017attention`. Papers of one file that would share a
 * key have all their id added: which key a paper gets doesn't hang on the order.
 */
export function buildCitationKeys(papers: CitedPaper[]): string[] {
  const keys = papers.map(baseKey);
  const times = new Map<string, number>();
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  return keys.map((key, index) => {
    const id = papers[index]?.id.replaceAll(/[^A-Za-z0-9.]/g, "-");
    return times.get(key) === 1 ? key : `${key}-${id}`;
  });
}
