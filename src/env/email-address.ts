import { domainToASCII } from "node:url";

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
export const MAX_EMAIL_LENGTH = 254;

/** The rule that browsers apply to `<input type="email">` (HTML standard, "valid email address"). */
const VALID_EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** A domain with letters beyond ASCII. The ASCII characters that no domain contains are excluded. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: names the ASCII characters by their range
const INTERNATIONAL_DOMAIN = /^(?=.*[^\x00-\x7f])[a-zA-Z0-9.\-\u0080-\u{10ffff}]+$/u;

/**
 * Converts an international domain to the form that the DNS stores (punycode): `пример.рф` becomes
 * `xn--e1afmkfd.xn--p1ai`. Returns a domain in ASCII in lower case, and "" for one that can't be
 * converted.
 */
export function toAsciiDomain(domain: string): string {
  if (!INTERNATIONAL_DOMAIN.test(domain)) return domain.toLowerCase();
  const ascii = domainToASCII(domain);
  // Letters such as full-width digits can turn into an IPv4 address, which is no domain.
  return /^[\d.]*$/.test(ascii) ? "" : ascii;
}

/**
 * Parses one email address into the form that is stored and compared: trimmed, in lower case, with an
 * international domain in punycode. Returns null if it is not valid by the HTML standard's rule or
 * too long.
 */
export function findEmailAddress(text: string): string | null {
  const trimmed = text.trim();
  // Bounds the work for hostile input. Punycode is at most about as long as its letters in UTF-8.
  if (trimmed.length > MAX_EMAIL_LENGTH) return null;
  const at = trimmed.lastIndexOf("@");
  const address = `${trimmed.slice(0, at)}@${toAsciiDomain(trimmed.slice(at + 1))}`;
  if (at < 1 || address.length > MAX_EMAIL_LENGTH || !VALID_EMAIL.test(address)) return null;
  return address.toLowerCase();
}

/** A sender or recipient: `Ada Lovelace <ada@example.org>`. The name is "" if there is none. */
export type Mailbox = { name: string; address: string };

/** Parses `Name <address>`, `"Name, with comma" <address>` or an address alone. Returns null if it is none of them. */
export function findMailbox(text: string): Mailbox | null {
  const [, written = "", inBrackets] = /^([^<>]*)<([^<>]*)>$/.exec(text.trim()) ?? [];
  const address = findEmailAddress(inBrackets ?? text);
  const name = written.trim().replace(/^(["'])(.*)\1$/, "$2");
  // An address as the name, or a line break, is a mistake or an attempt to add a header.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (address === null || /[\u0000-\u001f\u007f]/.test(name)) return null;
  return { name: name.replaceAll(/\\(.)/g, "$1").trim(), address };
}

/**
 * Parses a list of addresses, each with or without a name, separated by commas, semicolons or blanks:
 * `Ada Lovelace <ada@example.org>, eve@example.org`. Returns the addresses, and the first word that
 * belongs to none.
 */
export function parseAddressList(text: string): { addresses: string[]; wrong?: string } {
  const addresses = new Set<string>();
  // Words that are the name of the address in brackets that follows.
  let name: string[] = [];
  for (const [word] of text.matchAll(/"[^"]*"|<[^<>]*>|[^\s,;<>"]+|[<>"]/g)) {
    const isInBrackets = word.length > 1 && word.startsWith("<");
    if (!isInBrackets && (word.startsWith('"') || !word.includes("@"))) {
      name.push(word);
      continue;
    }
    const address = findEmailAddress(isInBrackets ? word.slice(1, -1) : word);
    const [stray] = isInBrackets ? [] : name;
    if (address === null || stray !== undefined) {
      return { addresses: [...addresses], wrong: stray ?? word };
    }
    addresses.add(address);
    name = [];
  }
  return { addresses: [...addresses], wrong: name[0] };
}
