import { base32nopad } from "@scure/base";
import { sign, verify } from "@/lib/signed-token";

/**
 * The addresses to which digest emails bounce (VERP, variable envelope return path):
 * `bounces+<token>@example.org`, one for each subscription, so that a bounce identifies its
 * subscription whatever its text is like. The token is base32, because mail servers may change the
 * case of an address. They need not keep more than 64 characters before the @ (RFC 5321, section
 * 4.5.3.1.1).
 */

const MAX_LOCAL_PART_LENGTH = 64;
/** 80 bits: too many to guess, and short enough for the address. */
const SIGNATURE_BYTES = 10;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Marks how the id is packed: a UUID as its 16 bytes, any other id as its text. */
type PackedForm = "u" | "t";

const encodeBase32 = (bytes: Uint8Array) => base32nopad.encode(bytes).toLowerCase();

const pack = (id: string): { form: PackedForm; bytes: Buffer } =>
  UUID.test(id)
    ? { form: "u", bytes: Buffer.from(id.replaceAll("-", ""), "hex") }
    : { form: "t", bytes: Buffer.from(id) };

const unpack = (form: string, bytes: Buffer) =>
  form === "u"
    ? bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
    : bytes.toString();

function formatToken(id: string, secret: string): string {
  const { form, bytes } = pack(id);
  const text = form + bytes.toString("hex");
  const signature = sign("return path", text, { secret, bytes: SIGNATURE_BYTES });
  return form + encodeBase32(Buffer.concat([bytes, signature]));
}

/**
 * Formats the address to which a subscriber's emails bounce.
 *
 * @returns undefined if `bounces` (MAIL_BOUNCES) is not set, or if the id is too long for the
 * address: any UUID fits, and any other id of at most 21 bytes
 */
export function formatBounceAddress(
  subscriptionId: string,
  { bounces, secret }: { bounces: string | undefined; secret: string },
): string | undefined {
  if (!bounces) return undefined;
  const [name, domain] = bounces.split("@");
  const local = `${name}+${formatToken(subscriptionId, secret)}`;
  return local.length > MAX_LOCAL_PART_LENGTH ? undefined : `${local}@${domain}`;
}

/** Returns the id of the subscription that such an address names, in any case; null if the address is not one of ours. */
export function parseBounceAddress(address: string, secret: string): string | null {
  const match = /^[^\s@+]+\+((.)([a-z2-7]{16,60}))@[^\s@]+$/.exec(
    address.slice(0, 400).toLowerCase(),
  );
  const [, token = "", form = "", body = ""] = match ?? [];
  let id: string;
  try {
    const bytes = Buffer.from(base32nopad.decode(body.toUpperCase()));
    id = unpack(form, bytes.subarray(0, -SIGNATURE_BYTES));
  } catch {
    return null; // Not base32, or not written by us: bits are left over.
  }
  return verify(token, formatToken(id, secret)) ? id : null;
}
