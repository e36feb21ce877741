import { isSafeInLatex } from "@/lib/markup/render";
import { scanMarkup } from "@/lib/markup/scanner";
import { cleanText } from "@/lib/text/text";

const ESCAPES: Record<string, string> = {
  "\\": "\\textbackslash{}",
  // BibTeX counts braces, even after a backslash: a single brace needs a macro.
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

/** Keeps spaces at both ends, since the text may be between two formulas. */
const joinLines = (text: string) => cleanText(text.replaceAll(/\s+/g, " "));

/** Escapes plain text for LaTeX. Non-ASCII letters stay: BibTeX files are UTF-8. */
export const escapeTex = (text: string): string =>
  joinLines(text).replaceAll(/[\\{}~^&%$#_]/g, (sign) => ESCAPES[sign] ?? "");

/**
 * Whether a word has capitals that a style must not lowercase: a capital after its first letter (`LLM`,
 * `mRNA`), or a first letter that is a capital and not followed by one directly (`Q-learning`). Looks
 * from the first letter on only: one pattern for the whole would try each letter of a long word again.
 */
function isProtected(word: string): boolean {
  const start = word.search(/\p{L}/u);
  if (start < 0) return false;
  const rest = word.slice(start);
  return /^\p{Lu}\P{L}+\p{L}/u.test(rest) || /^\p{L}[\s\S]*?\p{Lu}/u.test(rest);
}

const protectCapitals = (text: string): string =>
  text
    .split(/( )/)
    .map((word) => (isProtected(word) ? `{${escapeTex(word)}}` : escapeTex(word)))
    .join("");

/**
 * Returns a formula as it was typed; undefined where its braces or dollars would end the field, and where
 * LaTeX could do more with it than set a formula.
 */
function convertFormula(tex: string): string | undefined {
  // A bare % is shown as a percent sign everywhere else; in TeX it would start a comment.
  const typed = joinLines(tex).replaceAll(/(?<!\\)((?:\\\\)*)%/g, "$1\\%");
  let depth = 0;
  for (const [sign] of typed.matchAll(/[{}]/g)) {
    depth += sign === "{" ? 1 : -1;
    if (depth < 0) return undefined;
  }
  const ends = /(?<!\\)(?:\\\\)*\$|(?<!\\)(?:\\\\)*\\$/.test(typed);
  return depth === 0 && !ends && isSafeInLatex(typed) ? `$${typed.trim()}$` : undefined;
}

/**
 * Converts a title or an abstract to LaTeX: keeps formulas that KaTeX renders and escapes everything else.
 *
 * @param keepCase puts braces around words that a bibliography style would wrongly lowercase
 */
export function toTex(source: string, { keepCase }: { keepCase: boolean }): string {
  const parts = scanMarkup(source).map(({ text, formula }) => {
    const tex = formula && convertFormula(formula.tex);
    if (tex) return keepCase ? `{${tex}}` : tex;
    return keepCase ? protectCapitals(joinLines(text)) : escapeTex(text);
  });
  return parts.join("").trim();
}
