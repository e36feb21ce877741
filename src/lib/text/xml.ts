import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AppError } from "@/lib/errors";
import { plural } from "@/lib/plural";
import { cleanText } from "./text";

/** An element: child elements under their name (`dc:creator`), attributes under `@name`, text under `#`. */
export type XmlElement = { [name: string]: string | XmlElement[] | undefined };
type XmlRoot = { name: string; element: XmlElement };

const MAX_LENGTH = 32 * 1024 * 1024;

/** Start and end tags, comments and the like. 32 MiB of OAI-PMH have about 800,000. */
const MAX_TAGS = 1_000_000;
/** Of all elements together. 32 MiB of Atom have about 160,000. */
const MAX_ATTRIBUTES = 400_000;
/** References such as &amp;, anywhere in the text */
const MAX_REFERENCES = 1_000_000;

const parser = new XMLParser({
  attributeNamePrefix: "@",
  textNodeName: "#",
  alwaysCreateTextNode: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Without this, &#337; would not be expanded.
  htmlEntities: true,
  maxNestedTags: 64,
  // An id such as 0704.0001 must not become a number.
  parseTagValue: false,
  trimValues: false,
});

const createError = (reason: string) =>
  new AppError(
    "bad_request",
    `This XML is broken or cut short: ${cleanText(reason).slice(0, 200)}`,
  );

/**
 * Refuses texts that no source sends: web pages, other encodings, and document types, which could expand a
 * small text into a large one or read a file of this machine.
 */
function refuseDangerous(text: string): void {
  if (text.length > MAX_LENGTH) throw new AppError("too_large", "This XML is larger than 32 MiB.");
  if (/^\s*<(?:!doctype\s+html|html)\b/i.test(text)) {
    throw new AppError("bad_request", "This is a web page, not XML.");
  }
  if (/<!(?:doctype|entity)/i.test(text)) {
    throw new AppError("bad_request", "XML with a <!DOCTYPE> or an <!ENTITY> is not accepted.");
  }
  const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)/.exec(text)?.[1];
  if (encoding !== undefined && !/^(?:utf-?8|us-ascii|ascii)$/i.test(encoding)) {
    throw new AppError("bad_request", "Send XML in UTF-8.");
  }
}

/**
 * Counts what takes the parser some microseconds each, before it begins: 28 MB of references took it eight
 * seconds. Looks at each character once, and counts too much rather than too little.
 *
 * @throws AppError too_large
 */
function refuseTooMuch(text: string): void {
  const check = (count: number, limit: number, noun: string) => {
    if (count <= limit) return;
    throw new AppError("too_large", `This XML has more than ${plural(limit, noun)}.`);
  };
  let tags = 0;
  let attributes = 0;
  let references = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === 0x3c) check(++tags, MAX_TAGS, "tag");
    else if (sign === 0x26) check(++references, MAX_REFERENCES, "reference");
    else if (sign === 0x3d && /^\s*["']/.test(text.slice(at + 1, at + 10))) {
      check(++attributes, MAX_ATTRIBUTES, "attribute");
    }
  }
}

/**
 * Parses a complete XML document. Expands only character references and the five predefined
 * entities.
 *
 * @throws AppError bad_request if it isn't XML, is cut short or declares a document type; too_large
 */
export function parseXml(source: string): XmlRoot {
  const text = source.replace(/^\uFEFF/, "");
  refuseDangerous(text);
  refuseTooMuch(text);
  // The parser alone would accept a text that was cut off.
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line } = verdict.err;
    const open = /^Invalid '\[(.*)\]' found/s.exec(msg)?.[1]?.match(/[^\s",]+/g);
    throw createError(open ? `it ends within <${open.join("><")}>.` : `${msg} (line ${line})`);
  }
  if (!text.trimEnd().endsWith(">")) throw createError("there is text after its root");
  let document: XmlElement;
  try {
    document = parser.parse(text);
  } catch (error) {
    throw createError(error instanceof Error ? error.message : "it can't be read");
  }
  const roots = Object.entries(document).filter(([name]) => name !== "#");
  const [name, elements] = roots[0] ?? [];
  const [element, second] = Array.isArray(elements) ? elements : [];
  if (roots.length !== 1 || !name || !element || second) throw createError("it has no single root");
  return { name, element };
}

/** Lists the child elements with a name, in document order. */
export function listChildren(element: XmlElement | undefined, name: string): XmlElement[] {
  const children = element && Object.hasOwn(element, name) ? element[name] : undefined;
  return Array.isArray(children) ? children : [];
}

/** Finds the first child element with a name. */
export const findChild = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  listChildren(element, name)[0];

function findString(element: XmlElement | undefined, name: string): string | undefined {
  const value = element && Object.hasOwn(element, name) ? element[name] : undefined;
  return typeof value === "string" ? cleanText(value) : undefined;
}

/** Returns an element's own text, without that of its children. */
export const getOwnText = (element: XmlElement | undefined): string =>
  findString(element, "#") ?? "";

/** Finds the trimmed text of the first child with a name; undefined if there is none. */
export const findText = (element: XmlElement | undefined, name: string): string | undefined =>
  getOwnText(findChild(element, name)).trim() || undefined;

/** Lists the trimmed texts of all children with a name, without empty ones. */
export const listTexts = (element: XmlElement | undefined, name: string): string[] =>
  listChildren(element, name).flatMap((child) => getOwnText(child).trim() || []);

export const findAttribute = (element: XmlElement | undefined, name: string): string | undefined =>
  findString(element, `@${name}`);
