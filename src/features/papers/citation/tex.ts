import { scanMarkup } from "@/lib/markup/scanner";
import { cleanText } from "@/lib/text";

const SPECIAL: Record<string, string> = {
  "\\": "\\textbackslash{}",
  // BibTeX counts braces, those behind a backslash too: only words can stand for one alone.
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "&": "\\&",
  "%": "\\%",
  $: "\\$",
  "#": "\\#",
  _: "\\_",
};

/** Spaces at its ends stay: it may stand between two formulas. */
const unbroken = (text: string) => cleanText(text.replaceAll(/\s+/g, " "));

/** Plain text as LaTeX, whatever it holds. Letters beyond ASCII stay: BibTeX files are UTF-8. */
export const escapeTex = (text: string): string =>
  unbroken(text).replaceAll(/[\\{}~^&%$#_]/g, (sign) => SPECIAL[sign] ?? "");

/** Capitals that a style must not lower: in or after the first letter's word, `LLM`, `mRNA`, `Q-learning`. */
const isProtected = (word: string) => /\p{L}.*\p{Lu}|^\P{L}*\p{Lu}\P{L}+\p{L}/u.test(word);

const protectedWords = (text: string): string =>
  text
    .split(/( )/)
    .map((word) => (isProtected(word) ? `{${escapeTex(word)}}` : escapeTex(word)))
    .join("");

/** A formula as it was typed; undefined where its braces or dollars would end the entry's field. */
function convertFormula(tex: string): string | undefined {
  // A bare % is a percent sign wherever papers are read; in TeX it would swallow the rest.
  const typed = unbroken(tex).replaceAll(/(?<!\\)((?:\\\\)*)%/g, "$1\\%");
  let depth = 0;
  for (const [sign] of typed.matchAll(/[{}]/g)) {
    depth += sign === "{" ? 1 : -1;
    if (depth < 0) return undefined;
  }
  const ends = /(?<!\\)(?:\\\\)*\$|(?<!\\)(?:\\\\)*\\$/.test(typed);
  return depth === 0 && !ends ? `$${typed.trim()}$` : undefined;
}

/**
 * A title or an abstract as LaTeX: its formulas intact, everything else escaped.
 *
 * @param keepCase puts braces around what a bibliography's style would wrongly write small
 */
export function toTex(source: string, { keepCase }: { keepCase: boolean }): string {
  const parts = scanMarkup(source).map(({ text, formula }) => {
    const tex = formula && convertFormula(formula.tex);
    if (tex) return keepCase ? `{${tex}}` : tex;
    return keepCase ? protectedWords(unbroken(text)) : escapeTex(text);
  });
  return parts.join("").trim();
}
