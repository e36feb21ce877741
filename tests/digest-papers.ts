import { NOW } from "@tests/factories";
import type { DigestPaper, Selection } from "@/features/digest/schema";

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
  subject: "A made-up subject",
  reason: "The trending papers that are new here.",
  papers: [],
};
