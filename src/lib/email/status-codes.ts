/**
 * The enhanced status codes (RFC 3463 and IANA's registry "SMTP Enhanced Status Codes") which mean that
 * the address permanently does not exist. Only these stop a subscription at once. All others may be
 * temporary, or are about the email, its sender or the route.
 */
const ADDRESS_GONE: Record<string, string> = {
  "5.1.1": "no such mailbox (RFC 3463 §3.2)",
  "5.1.2": "no such domain (RFC 3463 §3.2)",
  "5.1.3": "invalid address (RFC 3463 §3.2)",
  "5.1.6": "mailbox moved, new address unknown (RFC 3463 §3.2)",
  "5.1.10": "the domain receives no email (RFC 7505); Exchange uses it for no such mailbox",
  "5.2.1": "mailbox disabled (RFC 3463 §3.3)",
};

/** Codes that look final but are not about the address. For people who read this file, and for the test. */
export const NOT_THE_ADDRESS: Record<string, string> = {
  "5.1.0": "about the address, without a reason (RFC 3463 §3.2); some servers mean the sender's",
  "5.1.4": "ambiguous address (RFC 3463 §3.2)",
  "5.1.7": "the sender's address (RFC 3463 §3.2)",
  "5.1.8": "the sender's domain (RFC 3463 §3.2)",
  "5.2.2": "mailbox full (RFC 3463 §3.3)",
  "5.2.3": "too large for the mailbox (RFC 3463 §3.3)",
  "5.3.4": "too large for the server (RFC 3463 §3.4)",
  "5.4.1": "no answer from the host (RFC 3463 §3.5)",
  "5.4.4": "no route to the host (RFC 3463 §3.5)",
  "5.4.6": "mail loop (RFC 3463 §3.5)",
  "5.4.7": "delivery time expired (RFC 3463 §3.5)",
  "5.5.0": "protocol error (RFC 3463 §3.6)",
  "5.6.0": "the email's format (RFC 3463 §3.7)",
  "5.7.1": "not allowed (RFC 3463 §3.8): a policy, or the reputation of this site's emails",
  "5.7.26": "SPF, DKIM and DMARC failed together (RFC 7372)",
  "5.0.0": "refused without a reason",
};

const STATUS_CODE = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

/** Finds the first enhanced status code in a text, or null. */
export const findStatus = (text: string): string | null => STATUS_CODE.exec(text)?.[1] ?? null;

/** Chooses the report's own code, or the code in the server's answer if the report only has x.0.0. */
export function chooseStatus(status: string, diagnostic: string): string | null {
  const reported = findStatus(status);
  const quoted = findStatus(diagnostic);
  if (reported === null) return quoted;
  return reported.endsWith(".0.0") && quoted !== null ? quoted : reported;
}

/** Returns whether a status code means that the address permanently does not exist. */
export const isAddressGone = (status: string | null): boolean =>
  status !== null && Object.hasOwn(ADDRESS_GONE, status);

/**
 * Words of answers that are about this site, its mail server or its emails, and so not about the one
 * address: relaying, sending limits, block lists, sender verification, policies.
 */
const ABOUT_THE_SENDER =
  /relay|\bsender|sending|\bper (?:hour|day|minute)|\bdaily|hourly|\brate\b|limit|too many|spam|\bbl[ao]ck(?:ed|ing|list|ed ?list)?\b|black ?list|block ?list|\bd?n?s?rbl\b|dnsbl|reputation|polic|prohibit|not permitted|not allowed|denied|authenticat|verification failed|\bspf\b|\bdkim\b|\bdmarc\b/i;

/** Words for an address that does not exist, in answers without an enhanced status code. */
const NO_SUCH_ADDRESS = [
  /\b(?:unknown|no such|non-?existent|invalid) (?:local )?(?:user|recipient|mailbox|address|account|person|name)\b/i,
  /\b(?:user|recipient|mailbox|address|account)\b[^.;:]{0,60}\b(?:unknown|not found|not exist|doesn.t exist|invalid|disabled)\b/i,
  /\buser [^ ]+ unknown\b|\bno mailbox here\b|\b(?:does not|doesn.t) have an? (?:[^ ]+ )?account\b/i,
];

const MAILBOX_FULL =
  /\b(?:mailbox|inbox|account|user|recipient)\b[^.;]{0,60}\b(?:full|quota)\b|\bover ?quota\b|\bquota exceeded\b|insufficient (?:system )?storage/i;

/**
 * The subject of a permanent refusal: `address` does not exist; `mailbox` is full; `sender` is refused
 * by a relay, a limit, a block list or a policy, as its emails to other addresses are; `unknown`.
 */
export type RefusalSubject = "address" | "mailbox" | "sender" | "unknown";

/**
 * Decides what a permanent refusal is about. The words count as much as the code: relays answer
 * `550 5.1.1` to a sender that they could not verify. In doubt it is not the address.
 *
 * @param answer the server's answer, all lines
 * @param status its enhanced status code, if it is known from elsewhere
 */
export function classifyRefusal(
  answer: string,
  status: string | null = findStatus(answer),
): RefusalSubject {
  if (status?.startsWith("5.7.") || status === "5.1.7" || status === "5.1.8") return "sender";
  // An address in the answer may contain any of the words.
  const words = answer.slice(0, 2_000).replaceAll(/<[^<>\s]*>|[^\s<>]+@[^\s<>]+|https?:\S+/g, "");
  if (ABOUT_THE_SENDER.test(words)) return "sender";
  if (status === "5.2.2" || MAILBOX_FULL.test(words)) return "mailbox";
  const isCodeGeneral = status === null || status.endsWith(".0.0") || status === "5.1.0";
  const saysNoSuchAddress = NO_SUCH_ADDRESS.some((pattern) => pattern.test(words));
  if (isAddressGone(status) || (isCodeGeneral && saysNoSuchAddress)) return "address";
  return "unknown";
}

/**
 * Returns what two refusals in the same way have in common: the codes and the words of an answer,
 * without addresses, hosts, numbers and the server's ids.
 */
export function normalizeRefusal(answer: string): string {
  const [code = ""] = /^\d{3}/.exec(answer) ?? [];
  const words = answer.toLowerCase().split(/[\s<>()[\]",;:]+/);
  const kept = words.filter((word) => /^[a-z'’-]+\.?$/.test(word));
  return [code, findStatus(answer) ?? "", ...kept].join(" ").slice(0, 300);
}
