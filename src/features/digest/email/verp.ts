import { createHmac, timingSafeEqual } from "node:crypto";
import { base32nopad } from "@scure/base";

/**
 * The addresses that a digest comes back to (VERP): `bounces+<token>@example.org`, one for each
 * reader, so that a bounce names its reader whatever its own text is like. Mail servers may fold an
 * address's case, hence base32; they need not keep more than 64 characters before the @.
 */

const LOCAL_PART = 64;
/** 80 bits: nobody guesses it, and it fits. */
const SIGNATURE = 10;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const encode = (bytes: Uint8Array) => base32nopad.encode(bytes).toLowerCase();
const sign = (body: string, secret: string) =>
  createHmac("sha256", secret).update(`return path:${body}`).digest().subarray(0, SIGNATURE);

/** A UUID as its 16 bytes, any other id as its text; the letter says which. */
const pack = (id: string): { form: "u" | "t"; bytes: Buffer } =>
  UUID.test(id)
    ? { form: "u", bytes: Buffer.from(id.replaceAll("-", ""), "hex") }
    : { form: "t", bytes: Buffer.from(id) };

const unpack = (form: string, bytes: Buffer) =>
  form === "u"
    ? bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
    : bytes.toString();

const token = (id: string, secret: string) => {
  const { form, bytes } = pack(id);
  return form + encode(Buffer.concat([bytes, sign(form + bytes.toString("hex"), secret)]));
};

/**
 * The address that a reader's mails come back to. Undefined where `bounces` (MAIL_BOUNCES) is not
 * set, and for an id too long to be put into one: at least 21 bytes fit, or any UUID.
 */
export function formatBounceAddress(
  subscriptionId: string,
  { bounces, secret }: { bounces: string | undefined; secret: string },
): string | undefined {
  if (!bounces) return undefined;
  const [name, domain] = bounces.split("@");
  const local = `${name}+${token(subscriptionId, secret)}`;
  return local.length > LOCAL_PART ? undefined : `${local}@${domain}`;
}

/** The reader whom such an address names, in whatever case it comes back, or null where it isn't one of ours. */
export function parseBounceAddress(address: string, secret: string): string | null {
  const found = /^[^\s@+]+\+((.)([a-z2-7]{16,60}))@[^\s@]+$/.exec(
    address.slice(0, 400).toLowerCase(),
  );
  const [, given = "", form = "", body = ""] = found ?? [];
  let id: string;
  try {
    id = unpack(form, Buffer.from(base32nopad.decode(body.toUpperCase())).subarray(0, -SIGNATURE));
  } catch {
    return null; // No base32, or none that we wrote: bits are left over.
  }
  const [a, b] = [Buffer.from(given), Buffer.from(token(id, secret))];
  return a.length === b.length && timingSafeEqual(a, b) ? id : null;
}
