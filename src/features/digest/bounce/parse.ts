import { simpleParser } from "mailparser";
import { extractHead, type Fields, parseFields } from "./header-fields";

/** Only this much of an email is parsed. */
export const MAX_EMAIL_BYTES = 1024 * 1024;
const MAX_PART_BYTES = 64 * 1024;

/** An email to the bounce address, divided into its parts. */
export type ParsedBounce = {
  head: Fields;
  /** The part for humans */
  text: string;
  /** message/delivery-status: RFC 3464 */
  deliveryStatus: string | null;
  /** message/feedback-report: RFC 5965 */
  feedbackReport: string | null;
  /** The email that came back, or what is left of it. Some servers put it into the text */
  returned: string;
};

const RETURNED_TYPES =
  /^(message\/(rfc822|global|partial)|(text|message)\/(rfc822|global)-headers)$/;

const PARSER_OPTIONS = {
  keepDeliveryStatus: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  checksumAlgo: false as const,
};

/** Parses an email. Never throws: one that can't be divided into parts has only a head and a text. */
export async function parseBounce(raw: Buffer): Promise<ParsedBounce> {
  const bytes = raw.subarray(0, MAX_EMAIL_BYTES);
  const whole = bytes.toString();
  const head = parseFields(extractHead(whole.slice(0, MAX_PART_BYTES)));
  const parsed = await simpleParser(bytes, PARSER_OPTIONS).catch(() => null);
  const parts = (parsed?.attachments ?? []).map(({ contentType, content }) => ({
    // For an empty Content-Type this is not a string, contrary to its declared type.
    type: String(contentType).toLowerCase(),
    text: content.subarray(0, MAX_PART_BYTES).toString(),
  }));
  const findPart = (type: RegExp) => parts.find((part) => type.test(part.type))?.text ?? null;
  const text = (parsed?.text ?? whole).slice(0, MAX_PART_BYTES);
  return {
    head,
    text,
    deliveryStatus: findPart(/^message\/(global-)?delivery-status$/),
    feedbackReport: findPart(/^message\/feedback-report$/),
    returned: findPart(RETURNED_TYPES) ?? text,
  };
}
