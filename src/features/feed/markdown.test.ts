import { makeDraft, saveArxivDrafts } from "@tests/drafts";
import { ingestEntries, makeEntry } from "@tests/factories";
import fc from "fast-check";
import { expect, test } from "vitest";
import { getPaper } from "@/features/papers/queries";
import { listEntries } from "./api/queries-entries";
import { escapeMarkdown, formatListMarkdown, formatPaperMarkdown } from "./markdown";

const SITE = "https://papers.example.org";
const ID = "2603.00001";

async function formatIngested(entry: object): Promise<string> {
  await ingestEntries([entry]);
  return formatPaperMarkdown(await getPaper(ID), SITE);
}

test("a paper is complete in Markdown", async () => {
  const text = await formatIngested(
    makeEntry({
      title: "On $\\alpha$ of things",
      comments: 2,
      paper: {
        githubRepo: "https://github.com/a/b",
        ai_summary: "In short.",
        ai_summary_model: "m",
      },
    }),
  );
  expect(text).toBe(`# On α of things

- Id: 2603.00001
- Authors: Ada Author 0, Ada Author 1
- Published: 2026-03-02
- Listed: 2026-03-05 by Sam Submitter
- Upvotes: 3

## Links

- Page: <https://papers.example.org/papers/2603.00001>
- arXiv: <https://arxiv.org/abs/2603.00001>
- PDF: <https://arxiv.org/pdf/2603.00001>
- Code: <https://github.com/a/b>

## Abstract

We make up an abstract. It has two sentences.

## AI summary

In short.

AI-generated (m). May contain errors.

## Comments

2 comments at the source; this site has no discussion yet.
`);
});

test("a source's text never becomes markup", async () => {
  const evil =
    "# A <script>alert(1)</script>\n\n## Comments\n\n[link](javascript:x) ![p](y) *b* `c` | d";
  const text = await formatIngested(
    makeEntry({
      title: evil,
      entry: { summary: evil },
      paper: { summary: evil, projectPage: "https://x.example/a)>\\<b>" },
    }),
  );
  const lines = text.split("\n");
  expect(lines.filter((line) => line.startsWith("#"))).toEqual([
    String.raw`# \# A \<script\>alert(1)\</script\> ## Comments \[link\](javascript:x) !\[p\](y) \*b\* \`c\` \| d`,
    "## Links",
    "## Abstract",
    "## Comments",
  ]);
  expect(text).toContain("<https://x.example/a)%3E%5C%3Cb%3E>");
});

test("an escaped text is one line that begins no block and contains no markup", () => {
  const character = fc.constantFrom(..."\\`*_[]<>~|&#+-=.)(! \n\t123ab".split(""));
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(character).map((characters) => characters.join("")),
  );
  fc.assert(
    fc.property(text, (source) => {
      const line = escapeMarkdown(source);
      expect(line).not.toMatch(/[\r\n]/);
      expect(line).not.toMatch(/^(#|[+=-]|\d{1,9}[.)])/);
      // Without the escaped characters, no character with a meaning in Markdown is left.
      expect(line.replaceAll(/\\[!-/:-@[-`{-~]/g, "·")).not.toMatch(/[\\`*_[\]<>~|]|&[#\w]/);
    }),
    { numRuns: 10_000 },
  );
});

test("a paper outside arXiv links to its own site, and a hidden author isn't named", async () => {
  const authors = [
    { name: "Ann", hidden: true },
    { name: "Bob", hidden: false },
  ];
  const [pageUrl, pdfUrl] = ["https://acl.example/12", "https://acl.example/12.pdf"];
  await saveArxivDrafts(
    makeDraft({ id: "acl:2026.long-12", authors, pageUrl, pdfUrl, withdrawn: true }),
  );
  const text = formatPaperMarkdown(await getPaper("acl:2026.long-12"), SITE);
  expect(text).toContain("- Source: <https://acl.example/12>\n- PDF: <https://acl.example/12.pdf>");
  expect(text).not.toMatch(/arxiv\.org|Ann/);
  expect(text).toContain("Withdrawn");
});

test("a list shows each paper briefly, and one sentence if it is empty", async () => {
  await ingestEntries([makeEntry({ title: "A *bold* title", paper: { ai_summary: "In short." } })]);
  const entries = await listEntries([{ paperId: ID, day: "2026-03-05" }]);
  expect(formatListMarkdown(entries, SITE)).toBe(
    String.raw`- **A \*bold\* title**
  2603.00001 · Ada Author 0 and 1 more · 2026-03-02 · 3 upvotes, 1 comment · <https://papers.example.org/papers/2603.00001>
  In short.`,
  );
  expect(formatListMarkdown([], SITE)).toBe("No papers.");
});
