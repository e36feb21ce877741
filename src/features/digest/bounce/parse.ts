import { simpleParser } from "mailparser";
import { extractHead, type Fields, parseFields } from "./header-fields";

/** More of a mail isn't looked at. */
export const MAX_EMAIL_BYTES = 1024 * 1024;
const MAX_PART_BYTES = 64 * 1024;

/** A mail that came back, taken apart as far as it can be. */
export type ParsedBounce = {
  head: Fields;
  /** What it says to people */
  text: string;
  /** message/delivery-status: RFC 3464 */
  status: string | null;
  /** message/feedback-report: RFC 5965 */
  report: string | null;
  /** The mail that came back, or what is left of it; some servers put it into their text */
  returned: string;
};

const OPTIONS = {
  keepDeliveryStatus: true,
  ...{ skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true },
  checksumAlgo: false as const,
};

/** Never throws: what can't be taken apart is a head and a text. */
export async function parseBounce(raw: Buffer): Promise<ParsedBounce> {
  const cut = raw.subarray(0, MAX_EMAIL_BYTES);
  const whole = cut.toString();
  const head = parseFields(extractHead(whole.slice(0, MAX_PART_BYTES)));
  const parsed = await simpleParser(cut, OPTIONS).catch(() => null);
  const parts = (parsed?.attachments ?? []).map(({ contentType, content }) => ({
    // An empty Content-Type isn't text at run time, whatever its type says.
    type: String(contentType).toLowerCase(),
    text: content.subarray(0, MAX_PART_BYTES).toString(),
  }));
  const part = (type: RegExp) => parts.find((one) => type.test(one.type))?.text ?? null;
  const text = (parsed?.text ?? whole).slice(0, MAX_PART_BYTES);
  return {
    head,
    text,
    status: part(/^message\/(global-)?delivery-status$/),
    report: part(/^message\/feedback-report$/),
    returned:
      part(/^(message\/(rfc822|global|partial)|(text|message)\/(rfc822|global)-headers)$/) ?? text,
  };
}
