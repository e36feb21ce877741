/** Parses a table of pairs: "name symbol name symbol …". */
function parseTable(pairs: string): Map<string, string> {
  const words = pairs.trim().split(/\s+/);
  const result = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    result.set(words[index] ?? "", words[index + 1] ?? "");
  }
  return result;
}

/** Letters that TeX writes as macros. Like every macro, they absorb the space after them. */
export const LETTERS = parseTable(`
  ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ
`);

/** Symbols as characters, for running text and for formulas as plain text. */
export const SYMBOLS = parseTable(`
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

const COMBINING_MARKS = parseTable(`
  \` \u0300 ' \u0301 ^ \u0302 ~ \u0303 = \u0304 u \u0306 . \u0307 " \u0308 r \u030a H \u030b
  v \u030c d \u0323 c \u0327 k \u0328 b \u0331
`);

/** The style of a macro's text; "plain" text has none. */
export const STYLES = parseTable(`
  textit italic emph italic textsl italic textbf bold texttt code textsc plain text plain
  textrm plain textsf plain textnormal plain mbox plain underline plain uline plain
  url address href link textsuperscript ^ textsubscript _
`);

/** The style of a group that begins with a switch, as in {\it …}. */
export const SWITCHES = parseTable(`
  it italic itshape italic em italic sl italic bf bold bfseries bold tt code ttfamily code
  sc plain rm plain
`);

/** Characters after a backslash that are literal, and spaces. */
export const ESCAPES = new Map([
  ...Array.from("%&_#{}$\"'~^", (character): [string, string] => [character, character]),
  ...Array.from(" \n\t\\;:", (character): [string, string] => [character, " "]),
  ...Array.from("!/-@", (character): [string, string] => [character, ""]),
  [",", "\u202f"],
]);

/** Whether braces around a macro or an accent only delimit its name, as in {\times} or {\"o}. */
export function isSymbol(name: string): boolean {
  return SYMBOLS.has(name) || LETTERS.has(name) || COMBINING_MARKS.has(name) || ESCAPES.has(name);
}

/** Combines a letter with its TeX accent; undefined if Unicode has no such character. */
export function composeAccent(accent: string, letter: string): string | undefined {
  const combiningMark = COMBINING_MARKS.get(accent);
  if (combiningMark === undefined) return undefined;
  const composed = (letter.replace("\\", "") + combiningMark).normalize("NFC");
  return composed.length === 1 ? composed : undefined;
}

const SUPERSCRIPTS = parseTable(`
  0 ⁰ 1 ¹ 2 ² 3 ³ 4 ⁴ 5 ⁵ 6 ⁶ 7 ⁷ 8 ⁸ 9 ⁹ + ⁺ - ⁻ = ⁼ ( ⁽ ) ⁾ a ᵃ b ᵇ c ᶜ d ᵈ e ᵉ f ᶠ g ᵍ h ʰ i ⁱ
  j ʲ k ᵏ l ˡ m ᵐ n ⁿ o ᵒ p ᵖ r ʳ s ˢ t ᵗ u ᵘ v ᵛ w ʷ x ˣ y ʸ z ᶻ A ᴬ B ᴮ D ᴰ E ᴱ G ᴳ H ᴴ I ᴵ J ᴶ
  K ᴷ L ᴸ M ᴹ N ᴺ O ᴼ P ᴾ R ᴿ T ᵀ U ᵁ V ⱽ W ᵂ * * ′ ′ † † ‡ ‡ ∘ ° ° ° ⊤ ᵀ
`);

const SUBSCRIPTS = parseTable(`
  0 ₀ 1 ₁ 2 ₂ 3 ₃ 4 ₄ 5 ₅ 6 ₆ 7 ₇ 8 ₈ 9 ₉ + ₊ - ₋ = ₌ ( ₍ ) ₎ a ₐ e ₑ h ₕ i ᵢ j ⱼ k ₖ l ₗ m ₘ n ₙ
  o ₒ p ₚ r ᵣ s ₛ t ₜ u ᵤ v ᵥ x ₓ β ᵦ γ ᵧ ρ ᵨ φ ᵩ χ ᵪ
`);

/** Formats `^2` as ² and `_0` as ₀. Content without such characters, or with a word, keeps its ^ or _. */
export function formatScript(sign: string, content: string): string {
  const characters = sign === "^" ? SUPERSCRIPTS : SUBSCRIPTS;
  const small = Array.from(content, (character) => characters.get(character));
  // A whole word in small letters is hard to read, and most fonts lack them.
  const canBeSmall =
    !/[A-Za-z]{2}/.test(content) && small.every((character) => character !== undefined);
  return canBeSmall ? small.join("") : sign + parenthesize(content);
}

/** Puts parentheses around content that is more than one word or number. */
export function parenthesize(content: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(content) ? content : `(${content})`;
}
