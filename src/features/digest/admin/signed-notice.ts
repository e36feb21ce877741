import { createHmac, timingSafeEqual } from "node:crypto";

/** An address must stay one that every proxy lets through. */
const MAX_NOTICE_LENGTH = 1_000;

const signature = (text: string, secret: string) =>
  createHmac("sha256", secret).update(`notice:${text}`).digest();

/**
 * An address that says on its page what a form has done. Signed: nobody can make a link that puts
 * words into this site's mouth.
 */
export function addSignedNotice(path: string, text: string, secret: string): string {
  const body = Buffer.from(text.slice(0, MAX_NOTICE_LENGTH)).toString("base64url");
  const notice = `${body}.${signature(body, secret).toString("base64url")}`;
  return `${path}${path.includes("?") ? "&" : "?"}notice=${notice}`;
}

/** What such an address says, or null where this site didn't write it. */
export function verifyNotice(notice: unknown, secret: string): string | null {
  if (typeof notice !== "string") return null;
  const [body = "", given = ""] = notice.split(".");
  const [sent, ours] = [Buffer.from(given, "base64url"), signature(body, secret)];
  if (sent.length !== ours.length || !timingSafeEqual(sent, ours)) return null;
  return Buffer.from(body, "base64url").toString("utf8");
}
