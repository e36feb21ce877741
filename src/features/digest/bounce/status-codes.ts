/**
 * What an enhanced status code (RFC 3463 and IANA's registry "SMTP Enhanced Status Codes") says about
 * an address. Only what says for good that nobody is there stops a reader at once; the rest may pass
 * or is about the mail, its sender or the way.
 */
const NOBODY_THERE: Record<string, string> = {
  "5.1.1": "no such mailbox (RFC 3463 §3.2)",
  "5.1.2": "no such domain (RFC 3463 §3.2)",
  "5.1.3": "no valid address (RFC 3463 §3.2)",
  "5.1.6": "moved, and nobody knows where (RFC 3463 §3.2)",
  "5.1.10": "the domain takes no mail (RFC 7505); Exchange's word for no such mailbox",
  "5.2.1": "the mailbox is switched off (RFC 3463 §3.3)",
};

/** For readers of the code, and the test: codes that look final and are not about the address. */
export const NOT_THE_ADDRESS: Record<string, string> = {
  "5.1.0": "of the address, but not what (RFC 3463 §3.2); some servers mean the sender's",
  "5.1.4": "an ambiguous address (RFC 3463 §3.2)",
  "5.1.7": "the sender's address (RFC 3463 §3.2)",
  "5.1.8": "the sender's domain (RFC 3463 §3.2)",
  "5.2.2": "the mailbox is full (RFC 3463 §3.3)",
  "5.2.3": "longer than the mailbox takes (RFC 3463 §3.3)",
  "5.3.4": "longer than the server takes (RFC 3463 §3.4)",
  "5.4.1": "no answer from the host (RFC 3463 §3.5)",
  "5.4.4": "no way to the host (RFC 3463 §3.5)",
  "5.4.6": "a loop (RFC 3463 §3.5)",
  "5.4.7": "tried for too long (RFC 3463 §3.5)",
  "5.5.0": "the protocol (RFC 3463 §3.6)",
  "5.6.0": "the mail's form (RFC 3463 §3.7)",
  "5.7.1": "forbidden (RFC 3463 §3.8): policy, or what is thought of this site's mail",
  "5.7.26": "SPF, DKIM and DMARC failed together (RFC 7372)",
  "5.0.0": "refused, and nobody says why",
};

const CODE = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

export const findStatus = (text: string): string | null => CODE.exec(text)?.[1] ?? null;

/** The report's own code, or a more telling one from the server's words where it says only 5.0.0. */
export function chooseStatus(status: string, diagnostic: string): string | null {
  const [own, quoted] = [findStatus(status), findStatus(diagnostic)];
  return own && !(own.endsWith(".0.0") && quoted) ? own : quoted;
}

export const isAddressGone = (status: string | null): boolean =>
  status !== null && Object.hasOwn(NOBODY_THERE, status);

/** A receiver's policy towards all of this site's mail: it comes back for everybody there, whoever they are. */
export const isPolicyRefusal = (status: string | null): boolean =>
  status?.startsWith("5.7.") ?? false;
