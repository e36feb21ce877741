import { sign, verify } from "@/lib/signed-token";

/** An address must stay one that every proxy lets through. */
const MAX_NOTICE_LENGTH = 1_000;

const formatNotice = (body: string, secret: string) =>
  `${body}.${sign("notice", body, { secret }).toString("base64url")}`;

/**
 * An address that says on its page what a form has done. Signed: nobody can make a link that puts
 * words into this site's mouth.
 */
export function addSignedNotice(path: string, text: string, secret: string): string {
  const body = Buffer.from(text.slice(0, MAX_NOTICE_LENGTH)).toString("base64url");
  return `${path}${path.includes("?") ? "&" : "?"}notice=${formatNotice(body, secret)}`;
}

/** What such an address says, or null where this site didn't write it. */
export function verifyNotice(notice: unknown, secret: string): string | null {
  if (typeof notice !== "string") return null;
  const [body = ""] = notice.split(".");
  if (!verify(notice, formatNotice(body, secret))) return null;
  return Buffer.from(body, "base64url").toString("utf8");
}
