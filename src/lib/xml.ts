import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AppError } from "./errors";
import { cleanText } from "./text";

/** Its children as lists by name as written (`dc:creator`), its attributes by `@name`, its text by `#`. */
export type XmlElement = { [name: string]: string | XmlElement[] | undefined };
export type XmlRoot = { name: string; element: XmlElement };

const XML_LIMIT = 32 * 1024 * 1024;

const parser = new XMLParser({
  attributeNamePrefix: "@",
  textNodeName: "#",
  alwaysCreateTextNode: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Else &#337; stays as it is.
  htmlEntities: true,
  maxNestedTags: 64,
  // An id like 0704.0001 is no number.
  parseTagValue: false,
  trimValues: false,
});

const broken = (reason: string) =>
  new AppError(
    "bad_request",
    `This XML is broken or cut short: ${cleanText(reason).slice(0, 200)}`,
  );

/** What no answer of a source has, and what would make of a small text a large one or another's file. */
function refuseDangerous(text: string): void {
  if (text.length > XML_LIMIT) throw new AppError("too_large", "This XML is larger than 32 MiB.");
  if (/^\s*<(?:!doctype\s+html|html)\b/i.test(text)) {
    throw new AppError("bad_request", "This is a web page, not XML.");
  }
  if (/<!(?:doctype|entity)/i.test(text)) {
    throw new AppError("bad_request", "XML with a <!DOCTYPE> or an <!ENTITY> is not taken.");
  }
  const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)/.exec(text)?.[1];
  if (encoding !== undefined && !/^(?:utf-?8|us-ascii|ascii)$/i.test(encoding)) {
    throw new AppError("bad_request", "Send XML in UTF-8.");
  }
}

/**
 * Reads XML whole or not at all. Nothing in it is expanded but character references and the
 * entities that every XML has.
 *
 * @throws AppError bad_request where it is no XML, is cut short or declares a document type; too_large
 */
export function parseXml(sent: string): XmlRoot {
  const text = sent.replace(/^\uFEFF/, "");
  refuseDangerous(text);
  // The parser alone takes the end of a cut text for the end of its lists.
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line } = verdict.err;
    const open = /^Invalid '\[(.*)\]' found/s.exec(msg)?.[1]?.match(/[^\s",]+/g);
    throw broken(open ? `it ends within <${open.join("><")}>.` : `${msg} (line ${line})`);
  }
  if (!text.trimEnd().endsWith(">")) throw broken("something stands behind its root");
  let document: XmlElement;
  try {
    document = parser.parse(text);
  } catch (error) {
    throw broken(error instanceof Error ? error.message : "it can't be read");
  }
  const roots = Object.entries(document).filter(([name]) => name !== "#");
  const [name, elements] = roots[0] ?? [];
  const [element, second] = Array.isArray(elements) ? elements : [];
  if (roots.length !== 1 || !name || !element || second) throw broken("it has no single root");
  return { name, element };
}

/** The children of a name, in order. */
export function listChildren(element: XmlElement | undefined, name: string): XmlElement[] {
  const children = element && Object.hasOwn(element, name) ? element[name] : undefined;
  return Array.isArray(children) ? children : [];
}

/** The first child of a name. */
export const findChild = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  listChildren(element, name)[0];

function stringOf(element: XmlElement | undefined, name: string): string | undefined {
  const value = element && Object.hasOwn(element, name) ? element[name] : undefined;
  return typeof value === "string" ? cleanText(value) : undefined;
}

/** Its own text, without that of its children. */
export const getOwnText = (element: XmlElement | undefined): string => stringOf(element, "#") ?? "";

/** The trimmed text of the first child of a name; undefined where there is none or it is empty. */
export const findText = (element: XmlElement | undefined, name: string): string | undefined =>
  getOwnText(findChild(element, name)).trim() || undefined;

/** The trimmed texts of all children of a name that have any. */
export const listTexts = (element: XmlElement | undefined, name: string): string[] =>
  listChildren(element, name).flatMap((child) => getOwnText(child).trim() || []);

export const findAttribute = (element: XmlElement | undefined, name: string): string | undefined =>
  stringOf(element, `@${name}`);
