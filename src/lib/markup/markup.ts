import katex from "katex";
import { LRUCache } from "lru-cache";
import * as names from "./tex-symbols";

type TextStyle = "italic" | "bold" | "code";

export type MarkupToken =
  | { kind: "text"; text: string; style?: TextStyle }
  | { kind: "formula"; tex: string; mathml: string };

/** A stretch of the source; `text` of a formula is what was typed, for when it cannot be shown. */
type Piece = { text: string; style?: TextStyle; formula?: { tex: string; display: boolean } };

/** Those beyond this many in one source stay as typed, as those that are too long do. */
const mostFormulas = 100;
const deepestNesting = 8;

/** Splits a title or an abstract into text and formulas. Never throws. */
export function parseMarkup(source: string): MarkupToken[] {
  const tokens: MarkupToken[] = [];
  for (const { text, style, formula } of new Scanner(source).pieces) {
    const mathml = formula && render(formula.tex, formula.display);
    if (formula && mathml) tokens.push({ kind: "formula", tex: formula.tex, mathml });
    else append(tokens, text, style);
  }
  return withTidySpaces(tokens);
}

/** Text and formulas in order; those are as typed, none is rendered. */
export const piecesOf = (source: string): Piece[] => new Scanner(source).pieces;

/** The same as one line of plain text, for mail subjects, <title>, covers and alternative texts. */
export function plainText(source: string): string {
  const flat = ({ text, formula }: Piece) => (formula ? names.flattenTex(formula.tex) : text);
  return piecesOf(source).map(flat).join("").replace(/\s+/g, " ").trim();
}

function append(tokens: MarkupToken[], text: string, style?: TextStyle): void {
  const last = tokens.at(-1);
  if (last?.kind === "text" && last.style === style) last.text += text;
  else tokens.push(style ? { kind: "text", text, style } : { kind: "text", text });
}

function withTidySpaces(tokens: MarkupToken[]): MarkupToken[] {
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

const MAX_RENDERED = 2_000;

/** KaTeX's output for recently used formulas; empty for those it refused. */
const rendered = new LRUCache<string, string>({ max: MAX_RENDERED });

/** Own definitions could expand without measure; links and images are off without `trust`. */
const refused =
  /\\(?:[a-z]?def|(?:future)?let|[a-z]*command|href|url|html\w*|includegraphics)(?![a-z])/;

function render(tex: string, displayMode: boolean): string | undefined {
  const key = (displayMode ? "$$" : "$") + tex;
  const known = rendered.get(key);
  if (known !== undefined) return known || undefined;
  let mathml: string | undefined;
  try {
    if (!refused.test(tex)) {
      // A bare % would begin a comment and swallow the rest, but here it is always a percent sign.
      mathml = katex.renderToString(tex.replace(/(?<!\\)%/g, "\\%"), {
        output: "mathml",
        displayMode,
        trust: false,
        strict: "ignore",
        maxExpand: 200,
        maxSize: 20,
        throwOnError: true,
      });
    }
  } catch {
    // Not only ParseError: deep nesting ends in a RangeError. Either way it is shown as typed.
  }
  rendered.set(key, mathml ?? "");
  return mathml;
}

/** Everything that may mean more than itself. An address is one sign: its ~ and -- are its own. */
const signs =
  /https?:\/\/[^\s{}$\\<>"]+|[\\${~"]|``|''|-{2,}|(?<=\d)(?:times(?![A-Za-z_])|rightarrow(?=\d))/g;
const accent =
  /\\(?!'s\b)(['`^"~=.]|[cvHukrdb](?=\{)|[cvH](?= ))(?:\{(\\?[A-Za-z])\}| ?(\\[ij]\b|[A-Za-z]))/y;
/** Feeds lose the backslash of a symbol in braces; one in plain words cannot be told from them. */
const damagedSymbol = /(?<![\^_A-Za-z])\{(sim|times|pm|approx|leq|geq|deg|to|rightarrow)\}/y;

/** Reads a source once from left to right; a part in braces is read by the same means, inside. */
class Scanner {
  readonly pieces: Piece[] = [];
  private readonly source: string;
  private readonly closings: Map<number, number>;
  private readonly quotes: Map<number, string>;
  private readonly unclosed = new Set<string>();
  private formulas = 0;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
    this.closings = names.pairBraces(source);
    this.quotes = names.pairQuotes(source);
    this.scan(0, source.length);
  }

  private scan(start: number, end: number, style?: TextStyle): void {
    this.depth++;
    let position = start;
    while (position < end) {
      signs.lastIndex = position;
      const match = signs.exec(this.source);
      const next = match === null ? end : Math.min(match.index, end);
      this.text(this.source.slice(position, next), next, style);
      position = match === null || next === end ? end : this.sign(match[0], next, end, style);
    }
    this.depth--;
  }

  /** Takes the sign at a position and returns where to read on, as all of the following do. */
  private sign(sign: string, position: number, end: number, style?: TextStyle): number {
    if (sign === "\\") return this.backslash(position, end, style);
    if (sign === "{") return this.braces(position, style);
    if (sign === "$") {
      const after = this.fenced("$$", "$$", position, end);
      if (after !== undefined) return after;
      const close = names.closingDollar(this.source, this.closings, position + 1, end);
      return close < 0 ? this.text("$", position + 1, style) : this.formula(position, close, "$");
    }
    const text = this.quotes.get(position) ?? names.signFor(sign, this.source, position);
    return this.text(text, position + sign.length, style);
  }

  private text(text: string, after: number, style?: TextStyle): number {
    if (text !== "") this.pieces.push({ text, style });
    return after;
  }

  private formula(start: number, close: number, fence: string): number {
    const after = close + fence.length;
    const text = this.source.slice(start, after);
    const tex = this.source.slice(start + fence.length, close);
    if (tex.length > names.longestFormula || ++this.formulas > mostFormulas) {
      return this.text(text, after);
    }
    const display = fence === "$$" || fence === "\\]";
    this.pieces.push({ text, formula: { tex, display } });
    return after;
  }

  /** A formula between other fences than single dollar signs; undefined if there is none. */
  private fenced(open: string, fence: string, start: number, end: number): number | undefined {
    if (!this.source.startsWith(open, start) || this.unclosed.has(fence)) return undefined;
    const close = this.source.indexOf(fence, start + open.length);
    // Remembered, for each of many openings would search all of the rest again.
    if (close < 0) this.unclosed.add(fence);
    if (close < 0 || close + fence.length > end) return undefined;
    const content = this.source.slice(start + open.length, close).trim();
    return names.isFormula(content, "") ? this.formula(start, close, fence) : undefined;
  }

  /** What a sticky pattern finds at a position. */
  private at(pattern: RegExp, position: number): RegExpExecArray | null {
    pattern.lastIndex = position;
    return pattern.exec(this.source);
  }

  /** What is between the braces that come next; undefined without, or nested too deeply. */
  private group(position: number): { start: number; end: number } | undefined {
    const start = position + (this.at(/\s*/y, position)?.[0].length ?? 0);
    const end = this.closings.get(start);
    return end === undefined || this.depth > deepestNesting ? undefined : { start: start + 1, end };
  }

  private braces(position: number, style?: TextStyle): number {
    const damaged = this.at(damagedSymbol, position);
    if (damaged !== null) {
      const symbol = names.symbols.get(damaged[1] ?? "") ?? "";
      return this.text(symbol, position + damaged[0].length, style);
    }
    const group = this.group(position);
    const [typed = "", name = ""] = this.at(/\{\\([A-Za-z]+|[^\s([])\s*/y, position) ?? [];
    const isSwitch = names.switches.has(name);
    // Braces around an accent or a symbol only end its name; others may be those of a set.
    if (group === undefined || !(isSwitch || names.isSymbol(name))) {
      return this.text("{", position + 1, style);
    }
    const start = isSwitch ? position + typed.length : group.start;
    this.scan(start, group.end, styleOf(names.switches.get(name), style));
    return group.end + 1;
  }

  private backslash(position: number, end: number, style?: TextStyle): number {
    const formula =
      this.fenced("\\(", "\\)", position, end) ?? this.fenced("\\[", "\\]", position, end);
    if (formula !== undefined) return formula;
    const [typed = "", mark = "", inBraces, bare] = this.at(accent, position) ?? [];
    const letter = names.accented(mark, inBraces ?? bare ?? "");
    if (letter !== undefined) return this.text(letter, position + typed.length, style);
    const name = this.at(/\\([A-Za-z]+)/y, position)?.[1];
    if (name !== undefined) return this.named(name, position + 1 + name.length, style);
    const escaped = names.escapes.get(this.source.charAt(position + 1));
    return this.text(escaped ?? "\\", position + (escaped === undefined ? 1 : 2), style);
  }

  private named(name: string, after: number, style?: TextStyle): number {
    const symbol = names.symbols.get(name) ?? names.letters.get(name);
    if (symbol !== undefined) {
      // A letter swallows the space after it; "\eg." and "\eg" are one, with one full stop.
      const rest = names.letters.has(name) ? /\{\}|\s*/y : /\{\}|(?<=\\(?:eg|ie|etc))\.|/y;
      return this.text(symbol, after + (this.at(rest, after)?.[0].length ?? 0), style);
    }
    const group = this.group(after);
    const look = names.styles.get(name);
    if (group === undefined || look === undefined) return this.text(`\\${name}`, after, style);
    const content = this.source.slice(group.start, group.end);
    if (look === "address") {
      return this.text(content.replace(/\\([_%#&~$])/g, "$1"), group.end + 1, style);
    }
    if (look === "^" || look === "_") {
      return this.text(names.script(look, content), group.end + 1, style);
    }
    const label = look === "link" ? (this.group(group.end + 1) ?? group) : group;
    this.scan(label.start, label.end, styleOf(look, style));
    return label.end + 1;
  }
}

function styleOf(look?: string, inherited?: TextStyle): TextStyle | undefined {
  return look === "italic" || look === "bold" || look === "code" ? look : inherited;
}
