import { AppError } from "@/lib/errors";
import type { Format } from "./format";
import { arxivAtom } from "./sources/arxiv-atom";
import { arxivOai } from "./sources/arxiv-oai";
import { arxivRss } from "./sources/arxiv-rss";
import { huggingFace } from "./sources/hugging-face";
import { sitePapersFormat } from "./sources/site-papers";

const TAKEN =
  "application/json (Hugging Face's daily papers, or this site's own papers), application/atom+xml, application/rss+xml, application/xml or text/xml (arXiv's API, RSS and OAI-PMH)";

const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json$/;
const XML_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?xml$/;
/** What programs send where nobody told them a type: `curl --data-binary`, `fetch` of a text. */
const UNSAID = new Set([
  "",
  "text/plain",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
]);

/** An array is Hugging Face's; anything else has to be ours, and is told what it should be. */
const ofJson = (text: string): Format =>
  /^[\s\uFEFF]*\{/.test(text) ? sitePapersFormat : huggingFace;

/** The first start tag, behind declaration and comments. */
const ROOT = /^\uFEFF?\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<([\w:.-]+)([^>]*)/;
const ATOM = "http://www.w3.org/2005/Atom";
const OAI = "http://www.openarchives.org/OAI/2.0/";

/** Only the head is looked at: a format's own reader checks the rest. */
function ofXml(text: string): Format {
  const head = text.slice(0, 20_000);
  const [, name = "", attributes = ""] = ROOT.exec(head) ?? [];
  // Without any root it is for the XML reader to say what is wrong.
  if (name === "") return arxivAtom;
  if (name === "OAI-PMH" && attributes.includes(OAI)) return arxivOai;
  if (name === "rss") return arxivRss;
  if (name === "feed" && attributes.includes(ATOM)) {
    return /rss\.arxiv\.org\/|<arxiv:announce_type>/.test(head) ? arxivRss : arxivAtom;
  }
  if (/^html$/i.test(name)) throw new AppError("bad_request", "This is a web page, not XML.");
  throw new AppError(
    "unprocessable",
    `This XML begins with <${name.slice(0, 60)}>: it is none of arXiv's Atom, RSS 2.0 or OAI-PMH.`,
  );
}

/**
 * The format of a text, by its content type (that of a header, or null) and how it begins.
 *
 * @throws AppError unsupported for another content type, unprocessable for XML that is none of ours
 */
export function formatOf(contentType: string | null, text: string): Format {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (JSON_TYPE.test(type)) return ofJson(text);
  if (XML_TYPE.test(type) && !type.endsWith("xhtml+xml")) return ofXml(text);
  if (!UNSAID.has(type)) {
    throw new AppError("unsupported", `${type.slice(0, 100)} is not taken. Send ${TAKEN}.`);
  }
  return /^[\s\uFEFF]*</.test(text) ? ofXml(text) : ofJson(text);
}
