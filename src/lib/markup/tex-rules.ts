import { SYMBOLS } from "./tex-symbols";

/** Maps the position of each opening brace to that of its closing brace. */
export function pairBraces(source: string): Map<number, number> {
  const open: number[] = [];
  const closings = new Map<number, number>();
  for (const match of source.matchAll(/\\[\s\S]|[{}]/g)) {
    if (match[0] === "{") open.push(match.index);
    const opening = match[0] === "}" ? open.pop() : undefined;
    if (opening !== undefined) closings.set(opening, match.index);
  }
  return closings;
}

/** Maps positions to the curly double quotes there: TeX's own, and a plain " that closes one of TeX's. */
export function pairQuotes(source: string): Map<number, string> {
  const quotes = new Map<number, string>();
  let isOpen = false;
  for (const match of source.matchAll(/(?<!`)``(?=[^\s`])|(?<=\S)(?:''|"(?![\p{L}\p{N}]))/gu)) {
    const opens = match[0] === "``";
    if (opens || isOpen) quotes.set(match.index, opens ? "“" : "”");
    isOpen = opens;
  }
  return quotes;
}

/** Returns the text for a run of dashes, a tilde or another token of running text. */
export function translateToken(token: string, source: string, position: number): string {
  if (token === "~") return isTie(source, position) ? "\u00a0" : token;
  if (isDash(token, source, position)) return token === "--" ? "–" : "—";
  return SYMBOLS.get(token) ?? token;
}

/** Whether hyphens mean a dash, as in "2--3" and "word -- word"; in an option such as --all they don't. */
function isDash(token: string, source: string, position: number): boolean {
  if (token !== "--" && token !== "---") return false;
  const before = source.charAt(position - 1);
  const after = source.charAt(position + token.length);
  const joins = /[\p{L}\p{N}%)\]}$.”"']/u.test(before) && /[\p{L}\p{N}([{$\\`“"]/u.test(after);
  return joins || (/\s/.test(before) && /\s/.test(after));
}

/** Whether a tilde is TeX's no-break space ("Table~2", "models~(LLMs)") and doesn't mean "about". */
function isTie(source: string, position: number): boolean {
  const before = source.slice(Math.max(0, position - 12), position);
  const after = source.slice(position + 1, position + 13);
  if (!/[\p{L}\p{N},.;:)\]}'"”%$]$/u.test(before)) return false;
  if (!/^[\p{L}\p{N}([{$\\`“"]/u.test(after)) return false;
  const isRange = /\d[\d.,]*[A-Za-z%]{0,2}$/.test(before) && /^\d/.test(after);
  const isDistribution = /(?:^|[^\p{L}\p{N}])\p{L}$/u.test(before) && /^\p{L}+\(/u.test(after);
  return !isRange && !isDistribution;
}

/**
 * Returns for each position the next dollar sign that may close a formula; -1 if none follows. A dollar
 * sign in braces doesn't count: it belongs to a \text within the formula. Goes from the end to the
 * beginning, because a search from each of many opening dollar signs would take quadratic time.
 */
export function findNextDollars(source: string, closings: Map<number, number>): Int32Array {
  const next = new Int32Array(source.length + 2).fill(-1);
  for (let position = source.length - 1; position >= 0; position -= 1) {
    const character = source.charAt(position);
    if (character === "$") {
      next[position] = position;
      continue;
    }
    let following = position + 1;
    if (character === "\\") following = position + 2;
    if (character === "{") following = closings.get(position) ?? following;
    next[position] = next[following] ?? -1;
  }
  return next;
}

/** Longer formulas take too long to render and stay as typed. */
export const MAX_FORMULA_LENGTH = 2_000;

/** Whether the text between two dollar signs is a formula, and not prose between two amounts. */
export function isFormula(content: string, after: string): boolean {
  if (content.length > MAX_FORMULA_LENGTH) return !/^[\s\d]/.test(content);
  if (/^\s|^$|\s$|\n\s*\n/.test(content)) return false;
  const isMoney = /^\d/.test(content);
  const isTex = /[\\^_={]/.test(content);
  // "$\sim$10" is a formula before a number, "$5-$10" two amounts.
  if (/^\d/.test(after) && !isTex && !/^[<>+~≈≤≥×-]+$/.test(content)) return false;
  const isBroken = content.lastIndexOf("(") > content.lastIndexOf(")");
  if (isMoney && (isBroken || /[-–—/,+]$/.test(content))) return false;
  return !((isMoney || !isTex) && looksLikeProse(content));
}

const PROSE_WORD =
  /(?<![A-Za-z])(?:and|or|to|per|with|for|the|of|in|from|than|is|at|on|by|vs|under)(?![A-Za-z])/;
const PROSE_PHRASE = /(?<![A-Za-z])[A-Za-z]{2,}[,;]?\s+[A-Za-z]{2}|[.;:!?]\s/;

function looksLikeProse(content: string): boolean {
  const words = content.replace(/\\(?:text|math|operator)[a-z]*\s*\{[^{}]*\}|\\[A-Za-z]+/g, "|");
  return PROSE_WORD.test(words) || PROSE_PHRASE.test(words);
}
