import { isolated, wrapWords } from "@/lib/email-text";
import type { EmailContent, EntryContent } from "./content";
import { PLACEHOLDERS } from "./placeholders";

const WIDTH = 72;

const paragraph = (text: string, indent: string) =>
  text ? wrapWords(text, WIDTH - indent.length).map((line) => `${indent}${isolated(line)}`) : [];

function entryText(entry: EntryContent, index: number): string {
  const mark = `${index + 1}. `;
  const indent = " ".repeat(mark.length);
  const [first = "", ...title] = paragraph(entry.title, indent);
  return [
    mark + first.slice(indent.length),
    ...title,
    ...paragraph(entry.facts, indent),
    ...paragraph(entry.excerpt, indent),
    ...paragraph(entry.matchReasons && `Matches ${entry.matchReasons}`, indent),
    indent + entry.address,
  ].join("\n");
}

/** The mail for who reads no HTML: the same words and links, in lines that a terminal holds. */
export function renderPlainText({
  site,
  date,
  reason,
  webAddress: webCopy,
  entries,
}: EmailContent): string {
  const because = `You get this because you confirmed this address for the digest of ${site.name}.`;
  return [
    [...paragraph(site.name, ""), date].join("\n"),
    paragraph(reason, "").join("\n"),
    ...entries.map(entryText),
    "---",
    [
      `Change what you get, or pause:\n${PLACEHOLDERS.preferences}`,
      `Unsubscribe:\n${PLACEHOLDERS.unsubscribe}`,
      `This issue on the web:\n${webCopy}`,
    ].join("\n\n"),
    [...paragraph(because, ""), site.url].join("\n"),
  ].join("\n\n");
}
