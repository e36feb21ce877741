import { flattenTex } from "./flatten";
import { renderFormula } from "./render";
import { type Piece, scanMarkup, type TextStyle } from "./scanner";

export type MarkupToken =
  | { kind: "text"; text: string; style?: TextStyle }
  | { kind: "formula"; tex: string; mathml: string };

/** Splits a title or an abstract into text and rendered formulas. Never throws. */
export function parseMarkup(source: string): MarkupToken[] {
  const tokens: MarkupToken[] = [];
  for (const { text, style, formula } of scanMarkup(source)) {
    const mathml = formula && renderFormula(formula.tex, formula.display);
    if (formula && mathml) tokens.push({ kind: "formula", tex: formula.tex, mathml });
    else append(tokens, text, style);
  }
  return collapseSpaces(tokens);
}

/** Formats a source as one line of plain text, for email subjects, <title>, covers and alt texts. */
export function plainText(source: string): string {
  const flatten = ({ text, formula }: Piece) => (formula ? flattenTex(formula.tex) : text);
  return scanMarkup(source).map(flatten).join("").replace(/\s+/g, " ").trim();
}

function append(tokens: MarkupToken[], text: string, style?: TextStyle): void {
  const last = tokens.at(-1);
  if (last?.kind === "text" && last.style === style) last.text += text;
  else tokens.push(style ? { kind: "text", text, style } : { kind: "text", text });
}

/** Collapses white space, but keeps empty lines between paragraphs and no-break spaces. */
function collapseSpaces(tokens: MarkupToken[]): MarkupToken[] {
  const result: MarkupToken[] = [];
  let afterSpace = true;
  for (const token of tokens) {
    if (token.kind === "formula") {
      result.push(token);
      afterSpace = false;
      continue;
    }
    const spaced = token.text.replace(/[^\S\u00a0]+/g, (run) => {
      if (run === "\u202f") return run;
      return /\n[^\n]*\n/.test(run) ? "\n\n" : " ";
    });
    const text = afterSpace ? spaced.replace(/^[ \n]+/, "") : spaced;
    if (text === "") continue;
    afterSpace = /[ \n]$/.test(text);
    result.push({ ...token, text });
  }
  const last = result.at(-1);
  if (last?.kind === "text") last.text = last.text.trimEnd();
  if (last?.kind === "text" && last.text === "") result.pop();
  return result;
}
