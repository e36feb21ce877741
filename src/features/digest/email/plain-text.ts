import { isolateRightToLeft, wrapWords } from "@/lib/email/plain-text";
import type { EmailContent, EntryContent } from "./content";
import { PLACEHOLDERS } from "./placeholders";

/** Characters in a line; addresses may be longer. */
const LINE_WIDTH = 72;

/** Wraps a text into indented lines. An empty text has no line. */
function wrapParagraph(text: string, indent = ""): string[] {
  if (!text) return [];
  return wrapWords(text, LINE_WIDTH - indent.length).map(
    (line) => `${indent}${isolateRightToLeft(line)}`,
  );
}

function renderEntry(entry: EntryContent, index: number): string {
  const number = `${index + 1}. `;
  const indent = " ".repeat(number.length);
  const [firstLine = "", ...titleLines] = wrapParagraph(entry.title, indent);
  const matches = entry.matchReasons && `Matches ${entry.matchReasons}`;
  return [
    number + firstLine.slice(indent.length),
    ...titleLines,
    ...wrapParagraph(entry.facts, indent),
    ...wrapParagraph(entry.excerpt, indent),
    ...wrapParagraph(matches, indent),
    indent + entry.address,
  ].join("\n");
}

/** Renders the plain-text part: the same words and links as the HTML part, in lines for a terminal. */
export function renderPlainText(content: EmailContent): string {
  const { site, date, reason, webAddress, entries } = content;
  const footer = `You're receiving this because you confirmed this address for the ${site.name} digest.`;
  return [
    [...wrapParagraph(site.name), date].join("\n"),
    wrapParagraph(reason).join("\n"),
    ...entries.map(renderEntry),
    "---",
    `Change settings or pause:\n${PLACEHOLDERS.preferences}`,
    `Unsubscribe:\n${PLACEHOLDERS.unsubscribe}`,
    `View on the web:\n${webAddress}`,
    [...wrapParagraph(footer), site.url].join("\n"),
  ].join("\n\n");
}
