import {
  findNextDollars,
  isFormula,
  MAX_FORMULA_LENGTH,
  pairBraces,
  pairQuotes,
  translateToken,
} from "./tex-rules";
import {
  composeAccent,
  ESCAPES,
  formatScript,
  isSymbol,
  LETTERS,
  STYLES,
  SWITCHES,
  SYMBOLS,
} from "./tex-symbols";

export type TextStyle = "italic" | "bold" | "code";

/** A part of the source. The `text` of a formula is its source, for when it can't be rendered. */
export type Piece = {
  text: string;
  style?: TextStyle;
  formula?: { tex: string; display: boolean };
};

/** Further formulas of a source stay as typed, like those that are too long. */
const MAX_FORMULAS = 100;
const MAX_NESTING = 8;

/** Tokens that may have a meaning. A web address is one token, so that its ~ and -- stay as they are. */
const TOKEN =
  /https?:\/\/[^\s{}$\\<>"]+|[\\${~"]|``|''|-{2,}|(?<=\d)(?:times(?![A-Za-z_])|rightarrow(?=\d))/g;
const ACCENT =
  /\\(?!'s\b)(['`^"~=.]|[cvHukrdb](?=\{)|[cvH](?= ))(?:\{(\\?[A-Za-z])\}| ?(\\[ij]\b|[A-Za-z]))/y;
/** A symbol in braces that lost its backslash in a feed; without braces it would be an ordinary word. */
const DAMAGED_SYMBOL = /(?<![\^_A-Za-z])\{(sim|times|pm|approx|leq|geq|deg|to|rightarrow)\}/y;

/**
 * Scans a source once from left to right. The content of a group is scanned recursively. Each method
 * named `take…` adds the pieces at a position and returns the position after them.
 */
class Scanner {
  readonly pieces: Piece[] = [];
  private readonly source: string;
  private readonly closings: Map<number, number>;
  private readonly quotes: Map<number, string>;
  private readonly nextDollars: Int32Array;
  private readonly unclosed = new Set<string>();
  private formulas = 0;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
    this.closings = pairBraces(source);
    this.quotes = pairQuotes(source);
    this.nextDollars = findNextDollars(source, this.closings);
    this.scan(0, source.length);
  }

  private scan(start: number, end: number, style?: TextStyle): void {
    this.depth++;
    let position = start;
    while (position < end) {
      TOKEN.lastIndex = position;
      const match = TOKEN.exec(this.source);
      const next = match === null ? end : Math.min(match.index, end);
      this.takeText(this.source.slice(position, next), next, style);
      position = match === null || next === end ? end : this.takeToken(match[0], next, end, style);
    }
    this.depth--;
  }

  private takeToken(token: string, position: number, end: number, style?: TextStyle): number {
    if (token === "\\") return this.takeBackslash(position, end, style);
    if (token === "{") return this.takeBraces(position, style);
    if (token === "$") {
      const after = this.takeFenced("$$", "$$", position, end);
      if (after !== undefined) return after;
      const close = this.findClosingDollar(position + 1, end);
      return close < 0
        ? this.takeText("$", position + 1, style)
        : this.takeFormula(position, close, "$");
    }
    const text = this.quotes.get(position) ?? translateToken(token, this.source, position);
    return this.takeText(text, position + token.length, style);
  }

  /** Returns the end of the formula that the dollar sign before `start` opens; -1 if it opens none. */
  private findClosingDollar(start: number, end: number): number {
    const close = this.nextDollars[start] ?? -1;
    if (close < 0 || close >= end) return -1;
    return isFormula(this.source.slice(start, close), this.source.charAt(close + 1)) ? close : -1;
  }

  private takeText(text: string, after: number, style?: TextStyle): number {
    if (text !== "") this.pieces.push({ text, style });
    return after;
  }

  private takeFormula(start: number, close: number, fence: string): number {
    const after = close + fence.length;
    const text = this.source.slice(start, after);
    const tex = this.source.slice(start + fence.length, close);
    if (tex.length > MAX_FORMULA_LENGTH || ++this.formulas > MAX_FORMULAS) {
      return this.takeText(text, after);
    }
    const display = fence === "$$" || fence === "\\]";
    this.pieces.push({ text, formula: { tex, display } });
    return after;
  }

  /** Takes a formula between fences other than single dollar signs; undefined if there is none. */
  private takeFenced(open: string, fence: string, start: number, end: number): number | undefined {
    if (!this.source.startsWith(open, start) || this.unclosed.has(fence)) return undefined;
    const close = this.source.indexOf(fence, start + open.length);
    // Remembered, because otherwise each of many openings would search the rest of the source again.
    if (close < 0) this.unclosed.add(fence);
    if (close < 0 || close + fence.length > end) return undefined;
    const content = this.source.slice(start + open.length, close).trim();
    return isFormula(content, "") ? this.takeFormula(start, close, fence) : undefined;
  }

  /** Matches a sticky pattern at a position. */
  private match(pattern: RegExp, position: number): RegExpExecArray | null {
    pattern.lastIndex = position;
    return pattern.exec(this.source);
  }

  /** Returns the range inside the next braces; undefined if there are none, or if they nest too deeply. */
  private findGroup(position: number): { start: number; end: number } | undefined {
    const start = position + (this.match(/\s*/y, position)?.[0].length ?? 0);
    const end = this.closings.get(start);
    return end === undefined || this.depth > MAX_NESTING ? undefined : { start: start + 1, end };
  }

  private takeBraces(position: number, style?: TextStyle): number {
    const damaged = this.match(DAMAGED_SYMBOL, position);
    if (damaged !== null) {
      const symbol = SYMBOLS.get(damaged[1] ?? "") ?? "";
      return this.takeText(symbol, position + damaged[0].length, style);
    }
    const group = this.findGroup(position);
    const [typed = "", name = ""] = this.match(/\{\\([A-Za-z]+|[^\s([])\s*/y, position) ?? [];
    const isSwitch = SWITCHES.has(name);
    // Braces around an accent or a symbol only delimit its name; others may be those of a set.
    if (group === undefined || !(isSwitch || isSymbol(name))) {
      return this.takeText("{", position + 1, style);
    }
    const start = isSwitch ? position + typed.length : group.start;
    this.scan(start, group.end, toStyle(SWITCHES.get(name), style));
    return group.end + 1;
  }

  private takeBackslash(position: number, end: number, style?: TextStyle): number {
    const formula =
      this.takeFenced("\\(", "\\)", position, end) ?? this.takeFenced("\\[", "\\]", position, end);
    if (formula !== undefined) return formula;
    const [typed = "", accent = "", inBraces, bare] = this.match(ACCENT, position) ?? [];
    const letter = composeAccent(accent, inBraces ?? bare ?? "");
    if (letter !== undefined) return this.takeText(letter, position + typed.length, style);
    const name = this.match(/\\([A-Za-z]+)/y, position)?.[1];
    if (name !== undefined) return this.takeMacro(name, position + 1 + name.length, style);
    const escaped = ESCAPES.get(this.source.charAt(position + 1));
    return this.takeText(escaped ?? "\\", position + (escaped === undefined ? 1 : 2), style);
  }

  private takeMacro(name: string, after: number, style?: TextStyle): number {
    const symbol = SYMBOLS.get(name) ?? LETTERS.get(name);
    if (symbol !== undefined) {
      // A letter absorbs the space after it; "\eg." and "\eg" both have one full stop.
      const rest = LETTERS.has(name) ? /\{\}|\s*/y : /\{\}|(?<=\\(?:eg|ie|etc))\.|/y;
      return this.takeText(symbol, after + (this.match(rest, after)?.[0].length ?? 0), style);
    }
    const group = this.findGroup(after);
    const styleName = STYLES.get(name);
    if (group === undefined || styleName === undefined)
      return this.takeText(`\\${name}`, after, style);
    const content = this.source.slice(group.start, group.end);
    if (styleName === "address") {
      return this.takeText(content.replace(/\\([_%#&~$])/g, "$1"), group.end + 1, style);
    }
    if (styleName === "^" || styleName === "_") {
      return this.takeText(formatScript(styleName, content), group.end + 1, style);
    }
    const label = styleName === "link" ? (this.findGroup(group.end + 1) ?? group) : group;
    this.scan(label.start, label.end, toStyle(styleName, style));
    return label.end + 1;
  }
}

function toStyle(styleName?: string, inherited?: TextStyle): TextStyle | undefined {
  return styleName === "italic" || styleName === "bold" || styleName === "code"
    ? styleName
    : inherited;
}

/** Splits a source into text and formulas, in order; formulas are not rendered. */
export const scanMarkup = (source: string): Piece[] => new Scanner(source).pieces;
