import { parseFeed } from "@rowanmanning/feed-parser";
import { SaxesParser } from "saxes";

/** Parses XML as strictly as its specification requires, forbidden characters included. @throws Error */
export function assertWellFormed(text: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
}

/** Lists the texts of all elements with a name, whose references are decoded once. */
export function listTexts(xml: string, element: string): string[] {
  const texts: string[] = [];
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: false });
  const add = (text: string) => {
    if (open.at(-1) === element) texts.push((texts.pop() ?? "") + text);
  };
  parser.on("opentag", ({ name }) => {
    open.push(name);
    if (name === element) texts.push("");
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", add);
  parser.on("cdata", add);
  parser.write(xml).close();
  return texts.map((text) => text.trim());
}

/** Parses RSS or Atom with a library that shares no code with the one that wrote it. @throws Error */
export function readFeed(text: string) {
  assertWellFormed(text);
  return parseFeed(text).toJSON();
}
