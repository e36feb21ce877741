import { parseFeed } from "@rowanmanning/feed-parser";
import { SaxesParser } from "saxes";

/** Reads XML as strictly as its specification asks, signs that no document may hold included. @throws Error */
export function assertWellFormed(text: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
}

/** The texts of all elements of that name, as an XML parser that decodes once reads them. */
export function textsOf(xml: string, element: string): string[] {
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

/** RSS or Atom as a reader that shares no code with its writer understands it. @throws Error */
export function readFeed(text: string) {
  assertWellFormed(text);
  return parseFeed(text).toJSON();
}
