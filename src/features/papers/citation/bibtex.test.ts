import { parse } from "@retorquere/bibtex-parser";
import { assertLinearTime } from "@tests/growth";
import { makeCitedPaper, nastyCitedPaper } from "@tests/made-up-papers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "@/lib/text/text";
import { formatBibtex } from "./bibtex";

/** Parses with a library that shares no code with the formatter; leaves titles unchanged. */
function read(text: string) {
  const { entries, errors } = parse(text, { sentenceCase: false, caseProtection: false });
  // Formulas may contain macros that only TeX knows.
  expect(errors.filter(({ error }) => !error.startsWith("unhandled macro"))).toEqual([]);
  return entries;
}

const parseFields = (facts: Parameters<typeof makeCitedPaper>[0]) => {
  const [entry] = read(formatBibtex([makeCitedPaper(facts)]));
  return entry?.fields ?? {};
};

test("an arXiv paper is a misc with its eprint", () => {
  expect(formatBibtex([makeCitedPaper({ title: "LLMs at $O(n^2)$ & 50% cost" })])).toBe(`\
@misc{author2026llms,
  title = {{LLMs} at {$O(n^2)$} \\& 50\\% cost},
  author = {Author, Ada and van der Berg, Ben},
  year = {2026},
  month = mar,
  eprint = {2603.00001},
  archivePrefix = {arXiv},
  primaryClass = {cs.CL},
  url = {https://arxiv.org/abs/2603.00001},
  abstract = {We make up an abstract.}
}
`);
});

test("a paper in a journal is an article of that year, with its DOI", () => {
  const journal = "Phys. Rev. D 76, 013009 (2027)";
  const [entry] = read(formatBibtex([makeCitedPaper({ journal, doi: "10.1103/a_b<c>" })]));
  expect(entry).toMatchObject({
    type: "article",
    fields: { journal, year: "2027", doi: "10.1103/a_b<c>" },
  });
  expect(entry?.fields).not.toHaveProperty("month");
});

test("a paper that is not on arXiv has its own address and no eprint", () => {
  const fields = parseFields({
    id: "acl:2026.long-12",
    pageUrl: "https://acl.example.org/a?b=1&c=%20",
  });
  expect(fields).toMatchObject({ url: "https://acl.example.org/a?b=1&c=%20" });
  expect(fields).not.toHaveProperty("eprint");
});

test("names are parsed back with their parts", () => {
  const authors = [
    "Jan van der Berg",
    "Sammy Davis Jr.",
    "The ATLAS Collaboration",
    "李明",
    "Kim Nguy\\~en",
  ];
  expect(parseFields({ authors }).author).toEqual([
    { firstName: "Jan", lastName: "Berg", prefix: "van der" },
    { firstName: "Sammy", lastName: "Davis", suffix: "Jr." },
    { name: "The ATLAS Collaboration" },
    { name: "李明" },
    { firstName: "Kim", lastName: "Nguyẽn" },
  ]);
});

test("all of 3,303 authors are parsed back", () => {
  const authors = Array.from({ length: 3_303 }, (_, index) => `Ada Author${"i".repeat(index % 7)}`);
  expect(parseFields({ authors }).author).toHaveLength(3_303);
});

describe("text that LaTeX would misread", () => {
  test.each([
    ["100% of $5 & more #1 in a_b ~ c^d"],
    ["a C:\\dir and {braces} and a lone } and a lone {"],
    ["An @article{in, a title} = {x}"],
    ["RLHF for mRNA: BERT, GPT-4 and Q-learning"],
  ])("%s is parsed back unchanged", (title) => {
    expect(parseFields({ title }).title).toBe(title);
  });

  test("formulas stay as they were typed, in braces of their own", () => {
    const title = "On $\\mathbb{R}^{n}$ and \\(x_1\\) and $\\{a\\}$ and $50%$ and $\\{$";
    const text = formatBibtex([makeCitedPaper({ title })]);
    expect(text).toContain(
      "On {$\\mathbb{R}^{n}$} and {$x_1$} and {$\\{a\\}$} and {$50\\%$} and \\$\\textbackslash{}\\textbraceleft{}\\$",
    );
  });
});

describe("TeX that could run programs or read files is text", () => {
  const tex = String.raw;
  test.each([
    tex`\write18{rm -rf /}`,
    tex`\immediate\write18{ls}`,
    tex`\input{/etc/passwd}`,
    tex`\input|ls`,
    tex`\text{\input{x}}`,
    tex`\openin1=x`,
    tex`\csname input\endcsname x`,
    tex`\begin{input}x\end{input}`,
    tex`\catcode 64=11`,
    tex`\def\a{\a\a}\a`,
    tex`\newcommand{\a}{b}`,
    tex`\let\a=\b`,
    tex`\directlua{os.execute("ls")}`,
    tex`\special{psfile=x}`,
    tex`\loop\iftrue\repeat`,
    tex`\href{https://example.org}{x}`,
    tex`\includegraphics{x}`,
    tex`\@firstoftwo{a}{\input{x}}`,
    tex`\@ifnextchar x{\input{x}}{a}`,
    tex`\TextOrMath{\input{x}}{a}`,
    tex`\message{\input{x}}`,
    tex`\show\input`,
    "\\verb|\\input{x}|",
    tex`x \\% \input{x}`,
    tex`x^^5cinput{x}`,
    tex`\text{^^5cinput{x}}`,
    tex`\unknownmacro`,
  ])("%s", (formula) => {
    for (const typed of [`$${formula}$`, `$$${formula}$$`, `\\(${formula}\\)`, formula]) {
      for (const value of [`On ${typed} x`, `$a$ ${typed} $b$`]) {
        const text = formatBibtex([
          makeCitedPaper({ title: value, summary: value, journal: value, authors: [value] }),
        ]);
        const macros = text.match(/\\[A-Za-z]+/g) ?? [];
        for (const macro of macros) expect(macro).toMatch(/^\\(?:text(?:backslash|brace|ascii))/);
        expect(text).not.toMatch(/\^\^/);
      }
    }
  });

  test("in addresses, too", () => {
    const text = formatBibtex([
      makeCitedPaper({
        id: "acl:1",
        pageUrl: "https://example.org/^^5cinput{x}\\input",
        doi: "10.1/^^5cinput",
      }),
    ]);
    expect(text).not.toMatch(/\^\^|\\/);
  });

  test("formulas of papers stay TeX", () => {
    const formulas = [
      tex`\mathcal{O}(n \log n)`,
      tex`\operatorname{softmax}(QK^\top/\sqrt{d})`,
      tex`\begin{pmatrix}a & b\\ c & d\end{pmatrix}`,
      tex`\left\{x \in \mathbb{R} \mid x > 0\right\}`,
      tex`\frac{\partial \ell}{\partial \theta}, 10\%`,
      tex`\underset{x}{\arg\max}\; \hat{y}_{\text{test set}}`,
    ];
    for (const formula of formulas) {
      expect(formatBibtex([makeCitedPaper({ title: `On $${formula}$` })])).toContain(
        `{$${formula}$}`,
      );
    }
  });
});

test("takes linear time for any text", () => {
  const parts = [
    "A",
    "a",
    "深",
    "7",
    "-",
    " ",
    "$",
    "$x$ ",
    "{",
    "}",
    "\\",
    "%",
    "\\%",
    "A ",
    ", ",
    ". ",
  ];
  const format = (text: string) =>
    formatBibtex([
      makeCitedPaper({
        title: text,
        summary: text,
        journal: text,
        doi: text,
        authors: [text, text],
      }),
    ]);
  assertLinearTime(format, parts, { length: 20_000, runs: 15 });
}, 120_000);

/** Splits fields as BibTeX does: it counts braces, even after a backslash. */
function fieldsByBraces(text: string): string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: sign, index } of text.matchAll(/[{}]/g)) {
    depth += sign === "{" ? 1 : -1;
    expect(depth).toBeGreaterThanOrEqual(0);
    if (sign === "{" && depth === 2) start = index + 1;
    if (sign === "}" && depth === 1) fields.push(text.slice(start, index));
  }
  expect(depth).toBe(0);
  return fields;
}

test("no text breaks out of its field", () => {
  fc.assert(
    fc.property(nastyCitedPaper, (paper) => {
      const text = formatBibtex([paper]);
      const names = [...text.matchAll(/^ {2}(\w+) = \{/gm)].map(([, name]) => name);
      expect(fieldsByBraces(text)).toHaveLength(names.length);
      expect(text).toBe(cleanText(text));
    }),
    { numRuns: 10_000 },
  );
}, 120_000);

test("an independent parser finds every paper and every author", () => {
  fc.assert(
    fc.property(fc.array(nastyCitedPaper, { minLength: 1, maxLength: 3 }), (papers) => {
      const numbered = papers.map((paper, index) => ({ ...paper, id: `2603.0000${index}` }));
      const entries = read(formatBibtex(numbered));
      expect(new Set(entries.map(({ key }) => key)).size).toBe(papers.length);
      expect(entries.map(({ fields }) => fields.eprint)).toEqual(numbered.map(({ id }) => id));
    }),
    { numRuns: 300 },
  );
}, 120_000);
