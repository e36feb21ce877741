import { isIP } from "node:net";
import { toAsciiDomain } from "./email-address";

/** Why a setting is invalid: a sentence without the setting's name at its beginning. It repeats no password. */
export class SettingError extends Error {}

/**
 * Normalizes the site's public address to its origin: blanks around it, slashes at its end, upper case
 * and the default port go, and an international domain becomes punycode.
 *
 * @throws SettingError if the address has parts for which the site has no use
 */
export function normalizeSiteUrl(text: string): string {
  const trimmed = text.trim();
  const example = "https://papers.example.org";
  if (/\s/.test(trimmed)) throw new SettingError(`contains a blank: write it like ${example}`);
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (!url || !/^https?:\/\//i.test(trimmed) || /[\\*]/.test(trimmed)) {
    throw new SettingError(`is not an address like ${example}`);
  }
  const origin = `${url.protocol}//${url.host.replace(/\.(?=:\d+$|$)/, "")}`;
  if (url.username || url.password) {
    throw new SettingError(`must not contain a user name or a password: write ${origin}`);
  }
  if (url.search || url.hash) {
    throw new SettingError(`must end after the domain, without ? or #: write ${origin}`);
  }
  if (/[^/]/.test(url.pathname)) {
    throw new SettingError(
      `must end after the domain, because the site can't run below a path: write ${origin}`,
    );
  }
  return origin;
}

const SMTP_EXAMPLE = "smtps://user:password@mail.example.org";
/** A name or address, and a port */
const SMTP_SERVER = /^(\[[\da-f:.]+\]|[^\s:/?#[\]@]+)(?::(\d{1,5}))?$/i;

/** Percent-encodes what can't be part of a URL's user name or password. Valid percent-encoding stays. */
const encodeCredential = (text: string) =>
  text
    .replaceAll(/%(?![\da-f]{2})/gi, "%25")
    .replaceAll(/[^\w.~!$&'()*+,;=%-]/gu, (character) => encodeURIComponent(character));

/**
 * Splits what follows `smtp://` into credentials, server and options. The last @ ends the credentials,
 * so that a password may contain `# / ? @`. Only options may contain an @ after it.
 */
function splitSmtpUrl(rest: string): { credentials?: string; server: string; options: string } {
  const [, before = "", options = ""] = /^([^/?#]*)\/?(\?[\w.-]+=.*)$/.exec(rest) ?? [];
  const withOptions = before.lastIndexOf("@");
  if (before && SMTP_SERVER.test(before.slice(withOptions + 1))) {
    const credentials = withOptions < 0 ? undefined : before.slice(0, withOptions);
    return { credentials, server: before.slice(withOptions + 1), options };
  }
  const at = rest.lastIndexOf("@");
  const [, server = "", tail = ""] = /^([^/?#]*)(.*)$/s.exec(rest.slice(at + 1)) ?? [];
  return {
    credentials: at < 0 ? undefined : rest.slice(0, at),
    server,
    options: tail === "/" ? "" : tail.replace(/^\/(?=\?)/, ""),
  };
}

/**
 * Normalizes the mail server's address: characters of the password that a URL can't contain are
 * percent-encoded, and an international domain becomes punycode.
 *
 * @throws SettingError
 */
export function normalizeSmtpUrl(text: string): string {
  const [, protocol = "", rest = ""] = /^(smtps?):\/\/(.*)$/is.exec(text.trim()) ?? [];
  if (!protocol) throw new SettingError(`is not an address like ${SMTP_EXAMPLE}`);
  const { credentials, server, options } = splitSmtpUrl(rest);
  const [, host = "", port] = SMTP_SERVER.exec(server) ?? [];
  const domain = host.startsWith("[") ? host : toAsciiDomain(host);
  if (!domain || Number(port ?? 1) > 65_535 || (port && Number(port) === 0)) {
    throw new SettingError(
      `must name the mail server, and its port only as a number: write it like ${SMTP_EXAMPLE}`,
    );
  }
  if (host.startsWith("[") && isIP(host.slice(1, -1)) !== 6) {
    throw new SettingError("has no valid IPv6 address between [ and ]");
  }
  if (options && !options.startsWith("?")) {
    throw new SettingError(
      `must end after the mail server's name and port: write it like ${SMTP_EXAMPLE}`,
    );
  }
  const login = credentials === undefined ? "" : `${encodeLogin(credentials)}@`;
  const address = `${protocol.toLowerCase()}://${login}${domain}${port ? `:${port}` : ""}`;
  return options ? `${address}/${options}` : address;
}

/** Encodes `user:password`. The first colon separates them. */
function encodeLogin(credentials: string): string {
  const [user = "", ...password] = credentials.split(":");
  if (password.length === 0) return encodeCredential(user);
  return `${encodeCredential(user)}:${encodeCredential(password.join(":"))}`;
}
