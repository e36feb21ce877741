import { singleParam } from "@/app/_lib/search-params";
import { MAX_EMAIL_LENGTH, toAsciiDomain } from "@/env/email-address";

/**
 * Parses the beginning of an email address, as it is stored: in lower case, with an international
 * domain in punycode. "" matches all.
 */
export function parseAddressFilter(value: string | string[] | undefined): string {
  const text = (singleParam(value) ?? "").trim().toLowerCase().slice(0, MAX_EMAIL_LENGTH);
  const [, name = text, domain = ""] = /^([^@]*@)(.+)$/.exec(text) ?? [];
  return name + (toAsciiDomain(domain) || domain);
}
