import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AppError } from "./errors";
import { cleanText } from "./text";

/** An element: child elements under their name (`dc:creator`), attributes under `@name`, text under `#`. */
export type XmlElement = { [name: string]: string | XmlElement[] | undefined };
type XmlRoot = { name: string; element: XmlElement };

const MAX_LENGTH = 32 * 1024 * 1024;

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
 * Parses a complete XML document. Expands only character references and the five predefined
 * entities.
 *
 * @throws AppError bad_request if it isn't XML, is cut short or declares a document type; too_large
 */
export function parseXml(source: string): XmlRoot {
  const text = source.replace(/^\uFEFF/, "");
  refuseDangerous(text);
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
