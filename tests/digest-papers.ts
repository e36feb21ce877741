import { NOW } from "@tests/factories";
import type { DigestPaper, Selection } from "@/features/digest/schema";

/** Titles that try to be more than a title. */
export const NASTY = [
  "Two\r\nBcc: everyone@example.org\r\n\r\nlines",
  `Quotes "double" 'single' \`back\` & ampersand`,
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "\u202eRight to left \u05e2\u05d1\u05e8\u05d9\u05ea\u202c",
  "Emoji 🧪👩‍🔬🚀 and a flag 🇳🇵",
  "=?utf-8?Q?Bcc:_everyone@example.org?=",
  "</title></style></td><style>@import url(https://evil.example)</style>",
  ".\r\n.\r\nQUIT",
  "\u0001\u0002 https://evil.example \ud800",
  `$\\frac{1}{2}$ of ${"all ".repeat(500)}`,
];

export const makeDigestPaper = (title: string, index = 0): DigestPaper => ({
  id: `2603.${String(index).padStart(5, "0")}`,
  title,
  byline: "Ada Author · 3 authors",
  excerpt: "We make up an abstract.",
  upvotes: 3,
});

export const SITE = { name: "Daily Papers", url: "https://papers.example.org" };

export const SELECTION: Selection = {
  id: "selection-1",
  issueId: "issue-1",
  edition: "daily/2026-03-05/07/Europe/Berlin",
  rhythm: "daily",
  date: "2026-03-05",
  until: NOW,
  subject: "A made-up mail",
  why: "The trending papers that are new here.",
  papers: [],
};
