import { sign, verify } from "@/lib/signed-token";

/** In UTF-16 units. Some proxies refuse longer addresses. */
const MAX_NOTICE_LENGTH = 1_000;

const formatNotice = (body: string, secret: string) =>
  `${body}.${sign("notice", body, { secret }).toString("base64url")}`;

/**
 * Adds a notice to the address of a page. The page shows it, to report what a form has done. It is
 * signed, so that nobody else can create a link that shows a text of their own on this site.
 */
export function addSignedNotice(path: string, text: string, secret: string): string {
  const body = Buffer.from(text.slice(0, MAX_NOTICE_LENGTH)).toString("base64url");
  return `${path}${path.includes("?") ? "&" : "?"}notice=${formatNotice(body, secret)}`;
}

/** Returns the text of a notice, or null if this site didn't sign it. */
export function verifyNotice(notice: unknown, secret: string): string | null {
  if (typeof notice !== "string") return null;
  const [body = ""] = notice.split(".");
  if (!verify(notice, formatNotice(body, secret))) return null;
  return Buffer.from(body, "base64url").toString("utf8");
}
