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

/** Returns whether the receiver refuses the email by its policy, and so this site's emails to all its addresses. */
export const isPolicyRefusal = (status: string | null): boolean =>
  status?.startsWith("5.7.") ?? false;
