import katex from "katex";
import { LRUCache } from "lru-cache";

const MAX_RENDERED = 2_000;
const MAX_CHECKED = 20_000;

/** KaTeX's output for recently used formulas; empty for those it refused. */
const rendered = new LRUCache<string, string>({ max: MAX_RENDERED });
/** Whether recently exported formulas are safe in LaTeX, and whether KaTeX knows the macros in them. */
const checked = new LRUCache<string, boolean>({ max: MAX_CHECKED });

/**
 * Definitions could expand without limit, and messages would be written to the log. Links and images
 * are already off without `trust`.
 */
const REFUSED_MACROS =
  /\\(?:[a-z]?def|(?:future)?let|[a-z]*command|href|url|html\w*|includegraphics|(?:err)?message|show)(?![a-z])/;

const renderStrictly = (tex: string, displayMode: boolean): string =>
  katex.renderToString(tex, {
    output: "mathml",
    displayMode,
    trust: false,
    strict: "ignore",
    maxExpand: 200,
    maxSize: 20,
    throwOnError: true,
  });

/** Renders a formula as MathML; undefined if it can't or must not be rendered. */
export function renderFormula(tex: string, displayMode: boolean): string | undefined {
  const key = (displayMode ? "$$" : "$") + tex;
  const known = rendered.get(key);
  if (known !== undefined) return known || undefined;
  let mathml: string | undefined;
  try {
    if (!REFUSED_MACROS.test(tex)) {
      // A bare % would begin a comment, but in titles and abstracts it is a percent sign.
      mathml = renderStrictly(tex.replace(/(?<!\\)%/g, "\\%"), displayMode);
    }
  } catch {
    // A ParseError, or a RangeError from deep nesting. The formula is shown as typed.
  }
  rendered.set(key, mathml ?? "");
  return mathml;
}

/**
 * Macros of KaTeX that skip an argument or read it verbatim, so that rendering proves nothing about what
 * LaTeX would do with it. Names with @ are KaTeX's own: LaTeX reads `\@firstoftwo` as `\@` and letters.
 */
const SKIPPING_MACROS = /\\(?:[A-Za-z]*@|(?:TextOrMath|verb|char|csname|global|long)(?![A-Za-z]))/;

/** Whether KaTeX knows a macro. Without its arguments it may fail for another reason. */
function isKnownMacro(macro: string): boolean {
  try {
    renderStrictly(macro, true);
    return true;
  } catch (error) {
    return error instanceof katex.ParseError && !error.message.includes("Undefined control");
  }
}

const remember = (key: string, check: () => boolean): boolean => {
  const known = checked.get(key);
  if (known !== undefined) return known;
  const result = check();
  checked.set(key, result);
  return result;
};

function isRendered(tex: string): boolean {
  try {
    renderStrictly(tex, false);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a formula may be written into a LaTeX document: KaTeX renders exactly this text, and knows
 * each macro in it, also where it skips an argument. LaTeX has macros that run programs and read files
 * (`\write18`, `\input`); KaTeX knows none of them.
 */
export function isSafeInLatex(tex: string): boolean {
  // TeX reads ^^5c as a backslash.
  if (tex.includes("^^") || REFUSED_MACROS.test(tex) || SKIPPING_MACROS.test(tex)) return false;
  return remember(`$${tex}$`, () => {
    const macros = new Set(tex.match(/\\[A-Za-z]+/g));
    const isKnown = (macro: string) => remember(macro, () => isKnownMacro(macro));
    return isRendered(tex) && [...macros].every(isKnown);
  });
}
