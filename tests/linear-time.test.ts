import { test } from "vitest";
import { detectFormat } from "@/features/ingest/detect-format";
import { normalizeParagraphs, parseTitle } from "@/features/ingest/sources/fields";
import { splitName } from "@/features/papers/citation/author-name";
import { parseExpression } from "@/features/search/query/parse";
import { parseMarkup, plainText } from "@/lib/markup/markup";
import { cleanText, toOneLine } from "@/lib/text/text";
import { assertLinearTime } from "./growth";

/*
 * Functions that read a text from outside. Those with a test of their own: XML, JSON, CSV, BibTeX,
 * excerpts, encodings.
 */

const WORDS = [
  "a",
  "A",
  "深",
  "\u0308",
  "7",
  " ",
  "\n",
  "\t",
  "-",
  ".",
  ",",
  '"',
  "'",
  "(",
  "\\",
  "$",
];
const TEX = [
  "{",
  "}",
  "$",
  "\\",
  "\\(",
  "\\textbf{",
  "\\'{",
  "--",
  "~",
  "``",
  "$a$",
  "%",
  "^",
  "_",
];

test.each<[name: string, read: (text: string) => unknown, parts: string[]]>([
  ["parseMarkup", parseMarkup, [...WORDS, ...TEX]],
  ["plainText", plainText, [...WORDS, ...TEX]],
  ["cleanText", cleanText, [...WORDS, "\ud800", "\udc00", "\u0000"]],
  ["toOneLine", toOneLine, [...WORDS, "\r\n", "\u0085"]],
  ["parseTitle", parseTitle, [...WORDS, ...TEX]],
  ["normalizeParagraphs", normalizeParagraphs, [...WORDS, "\n  ", "\n \n"]],
  [
    "detectFormat",
    (text) => detectFormat("text/xml", text),
    ["<", ">", "<?", "?>", "<!--", "-->", " "],
  ],
  ["splitName", splitName, [...WORDS, "Jr.", "van ", "and ", "・"]],
  ["parseExpression", parseExpression, [...WORDS, "author:", "cat:", "after:", '"a b"', "-a "]],
])(
  "%s takes linear time for any text",
  (_, read, parts) => {
    assertLinearTime(read, parts, { length: 40_000, runs: 10 });
  },
  60_000,
);
