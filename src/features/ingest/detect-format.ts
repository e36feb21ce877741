import { AppError } from "@/lib/errors";
import type { Format } from "./format";
import { arxivAtom } from "./sources/arxiv-atom";
import { arxivOai } from "./sources/arxiv-oai";
import { arxivRss } from "./sources/arxiv-rss";
import { huggingFace } from "./sources/hugging-face";
import { sitePapersFormat } from "./sources/site-papers";

const ACCEPTED_TYPES =
  "application/json (Hugging Face's daily papers, or this site's own papers), application/atom+xml, application/rss+xml, application/xml or text/xml (arXiv's API, RSS and OAI-PMH)";

const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json$/;
const XML_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?xml$/;
/** Types that programs send when none was chosen: `curl --data-binary`, `fetch` with a text. */
const UNSPECIFIED_TYPES = new Set([
  "",
  "text/plain",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
]);

/** An object is this site's own format. Anything else goes to Hugging Face's, which explains errors. */
const detectJsonFormat = (text: string): Format =>
  /^[\s\uFEFF]*\{/.test(text) ? sitePapersFormat : huggingFace;

/** The first start tag, after the declaration and comments. */
const ROOT_TAG = /^\uFEFF?\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<([\w:.-]+)([^>]*)/;
const ATOM_NAMESPACE = "http://www.w3.org/2005/Atom";
const OAI_NAMESPACE = "http://www.openarchives.org/OAI/2.0/";

/** Looks at the first 20,000 characters only: the format's own parser checks the rest. */
function detectXmlFormat(text: string): Format {
  const head = text.slice(0, 20_000);
  const [, name = "", attributes = ""] = ROOT_TAG.exec(head) ?? [];
  // Without a root element, the XML parser explains what is wrong.
  if (name === "") return arxivAtom;
  if (name === "OAI-PMH" && attributes.includes(OAI_NAMESPACE)) return arxivOai;
  if (name === "rss") return arxivRss;
  if (name === "feed" && attributes.includes(ATOM_NAMESPACE)) {
    return /rss\.arxiv\.org\/|<arxiv:announce_type>/.test(head) ? arxivRss : arxivAtom;
  }
  if (/^html$/i.test(name)) throw new AppError("bad_request", "This is a web page, not XML.");
  throw new AppError(
    "unprocessable",
    `This XML starts with <${name.slice(0, 60)}>, which is not Atom, RSS 2.0 or OAI-PMH.`,
  );
}

/**
 * Detects the format of a text from its content type (that of a header, or null) and its start.
 *
 * @throws AppError unsupported for another content type, unprocessable for XML of another format
 */
export function detectFormat(contentType: string | null, text: string): Format {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (JSON_TYPE.test(type)) return detectJsonFormat(text);
  if (XML_TYPE.test(type) && !type.endsWith("xhtml+xml")) return detectXmlFormat(text);
  if (!UNSPECIFIED_TYPES.has(type)) {
    throw new AppError(
      "unsupported",
      `${type.slice(0, 100)} is not supported. Send ${ACCEPTED_TYPES}.`,
    );
  }
  return /^[\s\uFEFF]*</.test(text) ? detectXmlFormat(text) : detectJsonFormat(text);
}
