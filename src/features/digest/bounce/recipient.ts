import { parseBounceAddress } from "@/features/digest/email/verp";
import { parseUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { type Fields, listFields, parseFields } from "./header-fields";
import type { ParsedBounce } from "./parse";

/** The fields in which mail servers store the address that they delivered to. */
const DELIVERED_TO_FIELDS = [
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "resent-to",
];
/** The fields of a returned email, or of a report about it, that contain its return path or unsubscribe link. */
const SENT_WITH_FIELDS = [
  "original-mail-from",
  "return-path",
  "x-envelope-from",
  "list-unsubscribe",
];

// Some mail servers write an international domain in its letters, others in punycode.
const BOUNCE_ADDRESS = /[^\s@+<>()[\]",;:]{1,64}\+[a-z2-7]{17,60}@[\p{L}\p{M}\p{N}.-]{1,255}/giu;
const UNSUBSCRIBE_TOKEN = /\/unsubscribe\/([^\s/<>"?#]{1,200})/g;

/**
 * Finds the first bounce address or unsubscribe link with a valid signature of this site, and returns
 * its subscription's id. Because of the signature, nobody can stop a subscription by a forged bounce.
 */
function findSubscriptionId(values: string[], secret: string): string | null {
  for (const value of values) {
    for (const [address] of value.matchAll(BOUNCE_ADDRESS)) {
      const id = parseBounceAddress(address, secret);
      if (id !== null) return id;
    }
    for (const [, token = ""] of value.matchAll(UNSUBSCRIBE_TOKEN)) {
      const id = parseUnsubscribeToken(token, secret);
      if (id !== null) return id;
    }
  }
  return null;
}

/** Lists the addresses in `Received: … for <bounces+token@example.org>; …`. */
const listReceivedFor = (head: Fields) =>
  listFields(head, ["received"]).flatMap((line) => /\bfor\s+<?([^\s<>;]+)/i.exec(line)?.[1] ?? []);

/** Finds the subscription that owns the bounce address to which an email was delivered. */
export const findAddressedSubscription = ({ head }: ParsedBounce, secret: string): string | null =>
  findSubscriptionId(
    [...listFields(head, ["to", ...DELIVERED_TO_FIELDS]), ...listReceivedFor(head)],
    secret,
  );

/** Finds the subscription whose email a bounce contains, because some mail servers and complaints do not keep the return path. */
export const findReturnedSubscription = (
  { returned, feedbackReport }: ParsedBounce,
  secret: string,
): string | null =>
  findSubscriptionId(
    listFields(parseFields(`${feedbackReport ?? ""}\n${returned}`), SENT_WITH_FIELDS),
    secret,
  );

/** Finds the Message-ID of the email that came back: its own, or the one that the bounce refers to. */
export function findMessageId({ head, returned }: ParsedBounce): string | null {
  const own = listFields(parseFields(returned), ["message-id"]);
  const referenced = listFields(head, ["in-reply-to", "references"]);
  return /<[^<>\s]{1,300}>/.exec([...own, ...referenced].join(" "))?.[0] ?? null;
}
