import { growsLinearly } from "@tests/growth";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseMarkup, plainText } from "./markup";

const tex = String.raw;

/** Formats the tokens on one line: formulas in ⟦ ⟧, styled text in ‹ ›. */
function read(source: string): string {
  const parts = parseMarkup(source).map((token) => {
    if (token.kind === "formula") return `⟦${token.tex}⟧`;
    return token.style ? `‹${token.style}:${token.text}›` : token.text;
  });
  return parts.join("");
}

describe("formulas", () => {
  test.each([
    ["Met$^2$al: A Study", "Met⟦^2⟧al: A Study"],
    [tex`$\rho^2$: Foo`, tex`⟦\rho^2⟧: Foo`],
    [tex`gives \(x+1\) and \[y\] and $$z$$.`, "gives ⟦x+1⟧ and ⟦y⟧ and ⟦z⟧."],
    [tex`$\sim$10 layers, $>$50 heads, $\pm$3`, tex`⟦\sim⟧10 layers, ⟦>⟧50 heads, ⟦\pm⟧3`],
    [tex`$24$ and $20\%$ and $2.5\times$`, tex`⟦24⟧ and ⟦20\%⟧ and ⟦2.5\times⟧`],
    [tex`$\text{if $k$ is odd}$`, tex`⟦\text{if $k$ is odd}⟧`],
    [tex`\textbf{the $L_1$ norm}`, tex`‹bold:the ›⟦L_1⟧‹bold: norm›`],
    ["$n$--$m$", "⟦n⟧–⟦m⟧"],
  ])("%s", (source, expected) => {
    expect(read(source)).toBe(expected);
  });

  it("renders MathML, as a block only between double dollars or brackets", () => {
    const [inline, , block] = parseMarkup("$a$ or $$b$$");
    expect(inline).toMatchObject({ kind: "formula", tex: "a" });
    expect(inline).not.toHaveProperty("mathml", expect.stringContaining('display="block"'));
    expect(block).toHaveProperty("mathml", expect.stringContaining('display="block"'));
    expect(block).toHaveProperty("mathml", expect.stringMatching(/^<span class="katex"><math/));
  });

  it("keeps a bare percent sign, which TeX would read as a comment", () => {
    expect(parseMarkup("$7%$")[0]).toHaveProperty("mathml", expect.stringContaining("<mi"));
    expect(parseMarkup("$7%$")[0]).toHaveProperty("mathml", expect.stringContaining("%</mi>"));
  });

  test.each([
    tex`the loss $\ourloss$ of`,
    tex`$\frac{1}{2$ is open`,
    tex`$\def\a{\a\a}\a$`,
    tex`$\def1{\a\a}\newcommand{\b}{c}$`,
    tex`$\href{https://example.org}{x}$`,
    `$${"x".repeat(2_001)}$`,
    tex`\(${tex`\sqrt{`.repeat(2_000)}\)`,
    "$ $",
    "$$ $$",
    tex`\( and \[`,
  ])("stays as typed: %.40s", (source) => {
    expect(read(source)).toBe(source);
  });

  it("escapes the source of a formula", () => {
    const [token] = parseMarkup("$a<b \\text{<img src=x>}$");
    expect(token).toHaveProperty("mathml", expect.not.stringContaining("<img"));
  });
});

describe("dollars that are money", () => {
  test.each([
    "Slides for Under $0.1",
    "Training with $750 in One Day",
    "between $5 and $10",
    "between $5-$10, or $5/$10",
    "from $5 per run to A$ and B$.",
    "it costs $1,000 (about 900 EUR$).",
    "pays $20 for the first hour,$30 after",
    "set $HOME and $PATH",
    "earns $$ and more $$ yet",
    "US$",
  ])("%s", (source) => {
    expect(read(source)).toBe(source);
    expect(plainText(source)).toBe(source);
  });

  it("doesn't affect a formula after it", () => {
    expect(read("for $5, $n$ runs")).toBe("for $5, ⟦n⟧ runs");
    expect(read("raised $5M: A$^2$B")).toBe("raised $5M: A⟦^2⟧B");
  });
});

describe("text macros", () => {
  test.each([
    [tex`\textit{a} \emph{b} \textbf{c} \texttt{d}`, "‹italic:a› ‹italic:b› ‹bold:c› ‹code:d›"],
    [tex`\textsc{Foo}\text{bar} {\it baz} {\bf qux}`, "Foobar ‹italic:baz› ‹bold:qux›"],
    [tex`\textbf{F}oo \textbf{a \textit{b} c}`, "‹bold:F›oo ‹bold:a ›‹italic:b›‹bold: c›"],
    [tex`\textbf{ a} b`, "‹bold:a› b"],
    [tex`a \textbf{ b}`, "a ‹bold:b›"],
    [tex`\href{https://example.org}{the \emph{code}}`, "the ‹italic:code›"],
    [tex`\url{https://example.org/a\_b}`, "https://example.org/a_b"],
    [tex`M\textsuperscript{3}F`, "M³F"],
    [tex`our \method, \mname's and \foo{bar}`, tex`our \method, \mname's and \foo{bar}`],
    [tex`unclosed \textbf{bold`, tex`unclosed \textbf{bold`],
    [tex`a 12\% gain, Q\&A, a\_b, \#1, \$5, \{x\}`, "a 12% gain, Q&A, a_b, #1, $5, {x}"],
    [tex`8\,ms, vs.\ that, a\, -- \,b`, "8\u202fms, vs. that, a – b"],
    [tex`3.5\times faster, 90{\deg}, (7.1 \pm 2)`, "3.5× faster, 90°, (7.1 ± 2)"],
    [tex`(\eg, this \ie that \eg.)`, "(e.g., this i.e. that e.g.)"],
  ])("%s", (source, expected) => {
    expect(read(source)).toBe(expected);
  });

  test.each([
    [tex`Erd\H{o}s, G\"odel, \'{E}variste, Ho\v{r}ava`, "Erdős, Gödel, Évariste, Hořava"],
    [
      tex`fa\c{c}ade, fa\c cade, pi\~nata, na\"{\i}ve, {\'e}t\'{e}`,
      "façade, façade, piñata, naïve, été",
    ],
    [tex`\L{}ukasz, {\O}rsted, Stra\ss e, \AA ngstr\"om`, "Łukasz, Ørsted, Straße, Ångström"],
    [tex`Model-7\'s \~9B, \b{not an accent}`, tex`Model-7's ~9B, \b{not an accent}`],
  ])("accents: %s", (source, expected) => {
    expect(read(source)).toBe(expected);
  });
});

describe("characters of running text", () => {
  test.each([
    ["models~(LMs), Table~2, 90~ms, so,~i.e., on", "models (LMs), Table 2, 90 ms, so, i.e., on"],
    ["~10% of (~8) is ~ 9", "~10% of (~8) is ~ 9"],
    ["3~5 and 10x~50x and 2M~3M, z~p(z)", "3~5 and 10x~50x and 2M~3M, z~p(z)"],
    ["https://example.org/~me/a--b", "https://example.org/~me/a--b"],
    ["{sim}0.6% or {\\sim}0.6%", "~0.6% or ~0.6%"],
    ["2.5times, 64times64, 8{times}, three times", "2.5×, 64×64, 8×, three times"],
    ["2--3, so--called, this -- that, 5\\%--6\\%", "2–3, so–called, this – that, 5%–6%"],
    ["now---then, run --all, a-b, -----", "now—then, run --all, a-b, -----"],
    ["``foo'' and ``bar\", not \"baz\" nor ''qux''", "“foo” and “bar”, not \"baz\" nor ''qux''"],
    ["labels {-1, 0, 1}, v_{to}, \\x{to}", "labels {-1, 0, 1}, v_{to}, \\x{to}"],
  ])("%s", (source, expected) => {
    expect(read(source).replaceAll("\u00a0", " ")).toBe(expected);
  });

  it("renders a tie as a no-break space", () => {
    expect(read("Table~2")).toBe("Table\u00a02");
  });

  it("collapses white space, but keeps a blank line", () => {
    expect(read("  one\n two\t three \n \n four\n")).toBe("one two three\n\nfour");
    expect(parseMarkup(" \n ")).toEqual([]);
    expect(parseMarkup("")).toEqual([]);
  });
});

describe("plainText", () => {
  test.each([
    [tex`$\rho^2$: A$^{10}$B$_0$`, "ρ²: A¹⁰B₀"],
    [tex`$\mathcal{O}(n \times d^{-1})$`, "O(n × d⁻¹)"],
    [tex`$\alpha\to\beta$, $a \to b$, $a\to b$`, "α→β, a → b, a→b"],
    [tex`$\pi_{0.5}$, $x_{\text{ref}}$, $T^{-1/3}$`, "π_0.5, x_ref, T^(-1/3)"],
    [tex`$\frac{1}{n+1}$ of $\sqrt{d}$`, "1/(n+1) of √d"],
    [tex`$\frac{x^{2}}{y}$, $\sim 10\%$, $\{a, b\}$`, "x²/y, ~10%, {a, b}"],
    [tex`$\left( \log n \right)$, $90^{\circ}$`, "( log n ), 90°"],
    ["one\n\ntwo~three\r\nfour", "one two three four"],
    [tex`\textbf{Foo}: $x$`, "Foo: x"],
  ])("%s", (source, expected) => {
    expect(plainText(source)).toBe(expected);
  });
});

describe("any input", () => {
  it("never throws, and keeps plain words except for white space", () => {
    const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();
    // Without TeX characters, only these two words are translated: here, back again.
    const typed = (text: string) =>
      text.replaceAll("–", "--").replaceAll("—", "---").replaceAll("×", "times");
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (source) => {
        parseMarkup(source);
        plainText(source);
        const plain = source.replace(/[\\${~`]/g, "");
        expect(squeezed(typed(read(plain)))).toBe(squeezed(plain));
        expect(typed(plainText(plain))).toBe(squeezed(plain));
      }),
      { numRuns: 2_000 },
    );
  });

  it("survives many TeX characters", () => {
    const part = fc.constantFrom(
      ..."\\ $ $$ { } ~ `` '' -- ^ _ % & \\( \\) \\[ \\] \\textbf{ {\\it \\'{ \\frac{ 5 x".split(
        " ",
      ),
      " ",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        parseMarkup(parts.join(""));
        expect(plainText(parts.join(""))).not.toMatch(/[\n\t]/);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    "$",
    "$$ x",
    "$5 and ",
    "{",
    "${",
    "\\",
    "\\(",
    "\\textit{",
    "{\\it ",
    "\\href{a}",
    "\\'{",
    "``",
    "a~",
    "a--",
    "\n ",
    "https://",
  ])("takes linear time: %j", (part) => {
    const prepare = (size: number) => {
      const hostile = part.repeat(size / part.length);
      const closed = hostile + "}".repeat(hostile.split("{").length - 1);
      return () => {
        parseMarkup(closed);
        plainText(closed);
      };
    };
    expect(growsLinearly(prepare, 10_000)).toBe(true);
  });
});
