/** Reads "name symbol name symbol …", the shape in which these tables stay readable. */
function table(pairs: string): Map<string, string> {
  const words = pairs.trim().split(/\s+/);
  const result = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    result.set(words[index] ?? "", words[index + 1] ?? "");
  }
  return result;
}

/** Letters that TeX spells as macros; like every macro they swallow the space after them. */
export const letters = table(`
  ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ
`);

/** Symbols shown by their character, in running text and in a formula made plain alike. */
export const symbols = table(`
  alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
  kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ
  omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
  times × cdot · div ÷ pm ± mp ∓ ast * star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙
  leq ≤ le ≤ geq ≥ ge ≥ leqslant ≤ geqslant ≥ neq ≠ ne ≠ approx ≈ sim ~ simeq ≃ cong ≅
  equiv ≡ propto ∝ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ prec ≺ succ ≻ lt < gt > mid | vert | parallel ∥
  to → rightarrow → longrightarrow → leftarrow ← gets ← leftrightarrow ↔ mapsto ↦ uparrow ↑
  downarrow ↓ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ nearrow ↗ searrow ↘
  in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅
  varnothing ∅ forall ∀ exists ∃ neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ top ⊤ bot ⊥ perp ⊥
  infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ prime ′
  dagger † ddagger ‡ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ Vert ‖ lVert ‖ rVert ‖
  ldots … dots … cdots ⋯ textellipsis … deg ° degree ° textdegree ° checkmark ✓ square □
  S § P ¶ copyright © textcopyright © textregistered ® texttrademark ™ pounds £ euro € texteuro €
  textgreater > textless < textrightarrow → textleftarrow ← textasciitilde ~ textasciicircum ^
  textbackslash \\ textunderscore _ textbar | textendash – textemdash — textquotesingle '
  textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ texttimes × textpm ±
  textbullet • textmu µ LaTeX LaTeX TeX TeX eg e.g. ie i.e. etc etc. lbrace { rbrace }
`);

const combiningMarks = table(`
  \` \u0300 ' \u0301 ^ \u0302 ~ \u0303 = \u0304 u \u0306 . \u0307 " \u0308 r \u030a H \u030b
  v \u030c d \u0323 c \u0327 k \u0328 b \u0331
`);

/** What becomes of the text of a macro; "plain" text is only kept. */
export const styles = table(`
  textit italic emph italic textsl italic textbf bold texttt code textsc plain text plain
  textrm plain textsf plain textnormal plain mbox plain underline plain uline plain
  url address href link textsuperscript ^ textsubscript _
`);

/** The same for the switches that stand first in braces, as in {\it …}. */
export const switches = table(`
  it italic itshape italic em italic sl italic bf bold bfseries bold tt code ttfamily code
  sc plain rm plain
`);

/** Signs that a backslash keeps from meaning anything else, and the spaces made with one. */
export const escapes = new Map([
  ...Array.from("%&_#{}$\"'~^", (sign): [string, string] => [sign, sign]),
  ...Array.from(" \n\t\\;:", (sign): [string, string] => [sign, " "]),
  ...Array.from("!/-@", (sign): [string, string] => [sign, ""]),
  [",", "\u202f"],
]);

/** Whether braces around a macro or an accent only end its name, as in {\times} or {\"o}. */
export function isSymbol(name: string): boolean {
  return symbols.has(name) || letters.has(name) || combiningMarks.has(name) || escapes.has(name);
}

/** A letter with its TeX accent as one character; undefined where Unicode has no such letter. */
export function accented(accent: string, letter: string): string | undefined {
  const mark = combiningMarks.get(accent);
  if (mark === undefined) return undefined;
  const composed = (letter.replace("\\", "") + mark).normalize("NFC");
  return composed.length === 1 ? composed : undefined;
}

const superscripts = table(`
  0 ⁰ 1 ¹ 2 ² 3 ³ 4 ⁴ 5 ⁵ 6 ⁶ 7 ⁷ 8 ⁸ 9 ⁹ + ⁺ - ⁻ = ⁼ ( ⁽ ) ⁾ a ᵃ b ᵇ c ᶜ d ᵈ e ᵉ f ᶠ g ᵍ h ʰ i ⁱ
  j ʲ k ᵏ l ˡ m ᵐ n ⁿ o ᵒ p ᵖ r ʳ s ˢ t ᵗ u ᵘ v ᵛ w ʷ x ˣ y ʸ z ᶻ A ᴬ B ᴮ D ᴰ E ᴱ G ᴳ H ᴴ I ᴵ J ᴶ
  K ᴷ L ᴸ M ᴹ N ᴺ O ᴼ P ᴾ R ᴿ T ᵀ U ᵁ V ⱽ W ᵂ * * ′ ′ † † ‡ ‡ ∘ ° ° ° ⊤ ᵀ
`);

const subscripts = table(`
  0 ₀ 1 ₁ 2 ₂ 3 ₃ 4 ₄ 5 ₅ 6 ₆ 7 ₇ 8 ₈ 9 ₉ + ₊ - ₋ = ₌ ( ₍ ) ₎ a ₐ e ₑ h ₕ i ᵢ j ⱼ k ₖ l ₗ m ₘ n ₙ
  o ₒ p ₚ r ᵣ s ₛ t ₜ u ᵤ v ᵥ x ₓ β ᵦ γ ᵧ ρ ᵨ φ ᵩ χ ᵪ
`);

/** `^2` as ², `_0` as ₀; what has no such characters, or would be a word in them, stays marked. */
export function script(sign: string, content: string): string {
  const characters = sign === "^" ? superscripts : subscripts;
  const small = Array.from(content, (character) => characters.get(character));
  // A whole word in raised or lowered letters is hard to read and missing from most fonts.
  const isFit = !/[A-Za-z]{2}/.test(content) && small.every((character) => character !== undefined);
  return isFit ? small.join("") : sign + enclosed(content);
}

const layoutMacros = new RegExp(
  `\\\\(?:${[
    "left|right|middle|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|scriptstyle",
    "math(?:rm|bf|it|cal|scr|frak|sf|tt|bb|bin|rel|op|ord)|boldsymbol|bm|operatorname\\*?",
    "text(?:rm|bf|it|sf|tt|sc|normal)?|mbox|emph|hat|tilde|bar|vec|widehat|widetilde|overline",
    "underline|ensuremath|rm|bf|it|cal",
  ].join("|")})(?![A-Za-z])\\s*`,
  "g",
);

/** A formula in readable Unicode, as well as one line of plain text can show it. */
export function flattenTex(tex: string): string {
  let flat = tex
    .replace(/\\(?:begin|end)\s*\{[^{}]*\}/g, " ")
    .replace(/(?<!\\)[~&]/g, " ")
    .replace(layoutMacros, "")
    .replace(/(\S?)\\([A-Za-z]+)(\s*)/g, replaceMacro)
    // Escaped braces are content, the others grouping: the two must differ until the end.
    .replace(/\\\{/g, "\ue000")
    .replace(/\\\}/g, "\ue001")
    .replace(/([\^_])\s*([^\s{}()\\^_])/gu, (_, sign: string, content: string) => {
      return script(sign, content);
    });
  // Fractions, roots and scripts from the inside out; deeper nests lose only looks.
  for (let pass = 0; pass < 4; pass++) {
    flat = flat
      .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, top: string, bottom: string) => {
        return `${enclosed(top)}/${enclosed(bottom)}`;
      })
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, (_, content: string) => `√${enclosed(content)}`)
      .replace(/([\^_])\s*\{\s*([^{}]*)\}/g, (_, sign: string, content: string) => {
        return script(sign, content.trimEnd());
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
  const symbol = symbols.get(name);
  // TeX drops this space; it is kept only where the symbol has one on its other side as well.
  if (symbol !== undefined) return before + symbol + (before === "" ? space : "");
  return before + name + space;
}

function enclosed(content: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(content) ? content : `(${content})`;
}

/** Where the braces close, by where they open. */
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

/** Curly double quotes by where they stand: TeX's, and the plain " that closes a TeX one. */
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

/** What a run of dashes, a tilde or another sign of running text means where it stands. */
export function signFor(sign: string, source: string, position: number): string {
  if (sign === "~") return isTie(source, position) ? "\u00a0" : sign;
  if (isDash(sign, source, position)) return sign === "--" ? "–" : "—";
  return symbols.get(sign) ?? sign;
}

/** "2--3" and "word -- word" mean dashes; an option like --all does not. */
function isDash(sign: string, source: string, position: number): boolean {
  if (sign !== "--" && sign !== "---") return false;
  const before = source.charAt(position - 1);
  const after = source.charAt(position + sign.length);
  const joins = /[\p{L}\p{N}%)\]}$.”"']/u.test(before) && /[\p{L}\p{N}([{$\\`“"]/u.test(after);
  return joins || (/\s/.test(before) && /\s/.test(after));
}

/** Whether a tilde is TeX's no-break space ("Table~2", "models~(LLMs)") and not an "about". */
function isTie(source: string, position: number): boolean {
  const before = source.slice(Math.max(0, position - 12), position);
  const after = source.slice(position + 1, position + 13);
  if (!/[\p{L}\p{N},.;:)\]}'"”%$]$/u.test(before)) return false;
  if (!/^[\p{L}\p{N}([{$\\`“"]/u.test(after)) return false;
  const isRange = /\d[\d.,]*[A-Za-z%]{0,2}$/.test(before) && /^\d/.test(after);
  const isDistribution = /(?:^|[^\p{L}\p{N}])\p{L}$/u.test(before) && /^\p{L}+\(/u.test(after);
  return !isRange && !isDistribution;
}

/** Where the formula that a dollar sign before `start` opens ends; -1 where it opens none. */
export function closingDollar(
  source: string,
  closings: Map<number, number>,
  start: number,
  end: number,
): number {
  const marks = /\\[\s\S]|[${]/g;
  marks.lastIndex = start;
  for (let match = marks.exec(source); match !== null; match = marks.exec(source)) {
    if (match.index >= end) return -1;
    if (match[0] === "$") {
      const content = source.slice(start, match.index);
      return isFormula(content, source.charAt(match.index + 1)) ? match.index : -1;
    }
    // A dollar sign in braces belongs to a \text within the formula.
    if (match[0] === "{") marks.lastIndex = closings.get(match.index) ?? marks.lastIndex;
  }
  return -1;
}

/** Longer formulas stay as typed: they cost time. */
export const longestFormula = 2_000;

/** Whether what stands between two dollar signs is a formula, or prose between two amounts. */
export function isFormula(content: string, after: string): boolean {
  if (content.length > longestFormula) return !/^[\s\d]/.test(content);
  if (/^\s|^$|\s$|\n\s*\n/.test(content)) return false;
  const isMoney = /^\d/.test(content);
  const isTex = /[\\^_={]/.test(content);
  // "$\sim$10" is a formula before a number, "$5-$10" two amounts.
  if (/^\d/.test(after) && !isTex && !/^[<>+~≈≤≥×-]+$/.test(content)) return false;
  const isBroken = content.lastIndexOf("(") > content.lastIndexOf(")");
  if (isMoney && (isBroken || /[-–—/,+]$/.test(content))) return false;
  return !((isMoney || !isTex) && looksLikeProse(content));
}

const proseWord =
  /(?<![A-Za-z])(?:and|or|to|per|with|for|the|of|in|from|than|is|at|on|by|vs|under)(?![A-Za-z])/;
const prosePhrase = /(?<![A-Za-z])[A-Za-z]{2,}[,;]?\s+[A-Za-z]{2}|[.;:!?]\s/;

function looksLikeProse(content: string): boolean {
  const words = content.replace(/\\(?:text|math|operator)[a-z]*\s*\{[^{}]*\}|\\[A-Za-z]+/g, "|");
  return proseWord.test(words) || prosePhrase.test(words);
}
