import { stringify } from "csv-stringify/sync";
import { toUtcDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import { toOneLine } from "@/lib/text/text";
import { type CitedPaper, findPageUrl, findPdfUrl } from "./facts";

/** Builds a row. Texts are plain, lists are joined by "; ". */
const toRow = (paper: CitedPaper) => ({
  id: paper.id,
  title: plainText(paper.title),
  authors: paper.authors.map(plainText).join("; "),
  author_count: paper.authorCount,
  organization: paper.organization,
  published: toUtcDay(paper.publishedAt),
  day: paper.day,
  version: paper.version,
  categories: paper.categories.join("; "),
  keywords: paper.keywords.join("; "),
  upvotes: paper.upvotes,
  comments: paper.comments,
  doi: paper.doi,
  journal: paper.journal,
  url: findPageUrl(paper),
  pdf: findPdfUrl(paper),
  code: paper.githubRepo,
  abstract: plainText(paper.summary),
});

/** Listed here too, since a table without papers also has a header. */
const COLUMNS: (keyof ReturnType<typeof toRow>)[] = [
  "id",
  "title",
  "authors",
  "author_count",
  "organization",
  "published",
  "day",
  "version",
  "categories",
  "keywords",
  "upvotes",
  "comments",
  "doi",
  "journal",
  "url",
  "pdf",
  "code",
  "abstract",
];

/**
 * Formats a table as in RFC 4180. A byte-order mark lets spreadsheets recognize UTF-8. Cells that
 * they would run as a formula get an apostrophe in front.
 */
export const formatCsv = (papers: CitedPaper[]): string =>
  stringify(papers.map(toRow), {
    header: true,
    columns: COLUMNS,
    bom: true,
    cast: { string: toOneLine },
    escape_formulas: true,
    record_delimiter: "windows",
  });
