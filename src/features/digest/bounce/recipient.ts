import { parseBounceAddress } from "@/features/digest/email/verp";
import { parseUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { type Fields, listFields, parseFields } from "./header-fields";
import type { ParsedBounce } from "./parse";

/** Where mail servers write whom they delivered to. */
const DELIVERED = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "resent-to"];
/** Where the mail that came back, or a report on it, says what it was sent with. */
const SENT = ["original-mail-from", "return-path", "x-envelope-from", "list-unsubscribe"];

const ADDRESS = /[^\s@+<>()[\]",;:]{1,64}\+[a-z2-7]{17,60}@[a-z\d.-]{1,255}/gi;
const UNSUBSCRIBE = /\/unsubscribe\/([^\s/<>"?#]{1,200})/g;

/** Only what carries our signature counts: nobody is stopped by a bounce that somebody made up. */
function findSubscriptionId(values: string[], secret: string): string | null {
  for (const value of values) {
    for (const [address] of value.matchAll(ADDRESS)) {
      const id = parseBounceAddress(address, secret);
      if (id !== null) return id;
    }
    for (const [, token = ""] of value.matchAll(UNSUBSCRIBE)) {
      const id = parseUnsubscribeToken(token, secret);
      if (id !== null) return id;
    }
  }
  return null;
}

/** `Received: … for <bounces+token@example.org>; …` */
const receivedFor = (head: Fields) =>
  listFields(head, ["received"]).flatMap((line) => /\bfor\s+<?([^\s<>;]+)/i.exec(line)?.[1] ?? []);

/** The reader whose own return path a mail was delivered to. */
export const findAddressedSubscription = ({ head }: ParsedBounce, secret: string): string | null =>
  findSubscriptionId([...listFields(head, ["to", ...DELIVERED]), ...receivedFor(head)], secret);

/** The reader whose mail is inside: where a mail server or a complaint's sender kept no return path. */
export const findReturnedSubscription = (
  { returned, report }: ParsedBounce,
  secret: string,
): string | null =>
  findSubscriptionId(listFields(parseFields(`${report ?? ""}\n${returned}`), SENT), secret);

/** Message-ID of the mail that came back: its own, or what the answer refers to. */
export function findMessageId({ head, returned }: ParsedBounce): string | null {
  const own = listFields(parseFields(returned), ["message-id"]);
  const named = listFields(head, ["in-reply-to", "references"]);
  return /<[^<>\s]{1,300}>/.exec([...own, ...named].join(" "))?.[0] ?? null;
}
