import { formatScript, parenthesize, SYMBOLS } from "./tex-symbols";

/** Macros that change only the look of a formula. */
const LAYOUT_MACROS = new RegExp(
  `\\\\(?:${[
    "left|right|middle|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|scriptstyle",
    "math(?:rm|bf|it|cal|scr|frak|sf|tt|bb|bin|rel|op|ord)|boldsymbol|bm|operatorname\\*?",
    "text(?:rm|bf|it|sf|tt|sc|normal)?|mbox|emph|hat|tilde|bar|vec|widehat|widetilde|overline",
    "underline|ensuremath|rm|bf|it|cal",
  ].join("|")})(?![A-Za-z])\\s*`,
  "g",
);

const MAX_NESTING = 4;

/** Formats a formula as one line of readable Unicode. */
export function flattenTex(tex: string): string {
  let flat = tex
    .replace(/\\(?:begin|end)\s*\{[^{}]*\}/g, " ")
    .replace(/(?<!\\)[~&]/g, " ")
    .replace(LAYOUT_MACROS, "")
    .replace(/(\S?)\\([A-Za-z]+)(\s*)/g, replaceMacro)
    // Escaped braces are content, the others group: private-use characters keep them apart.
    .replace(/\\\{/g, "\ue000")
    .replace(/\\\}/g, "\ue001")
    .replace(/([\^_])\s*([^\s{}()\\^_])/gu, (_, sign: string, content: string) => {
      return formatScript(sign, content);
    });
  // Fractions, roots and scripts from the inside out; deeper nesting only looks worse.
  for (let depth = 0; depth < MAX_NESTING; depth++) {
    flat = flat
      .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, top: string, bottom: string) => {
        return `${parenthesize(top)}/${parenthesize(bottom)}`;
      })
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, (_, content: string) => `√${parenthesize(content)}`)
      .replace(/([\^_])\s*\{\s*([^{}]*)\}/g, (_, sign: string, content: string) => {
        return formatScript(sign, content.trimEnd());
      })
      .replace(/(?<!\\(?:[dt]?frac|sqrt)\s*|[\^_}]\s*)\{([^{}^_]*)\}/g, "$1");
  }
  return flat
    .replace(/\\[!/]|[{}]/g, "")
    .replace(/\\[\\,;:>\s]/g, " ")
    .replace(/\\/g, "")
    .replace(/[\ue000\ue001]/g, (brace) => (brace === "\ue000" ? "{" : "}"))
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^([~±]) /, "$1");
}

function replaceMacro(typed: string, before: string, name: string, space: string): string {
  if (/^(?:[dt]?frac|sqrt)$/.test(name)) return typed;
  if (/^q?quad$/.test(name)) return `${before} `;
  const symbol = SYMBOLS.get(name);
  // TeX drops this space. It stays if the symbol has a space before it as well.
  if (symbol !== undefined) return before + symbol + (before === "" ? space : "");
  return before + name + space;
}
