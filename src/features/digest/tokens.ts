import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const sign = (secret: string, purpose: string, text: string) =>
  createHmac("sha256", secret).update(`${purpose}:${text}`).digest("hex").slice(0, 32);

/** 256 random bits for a link, of which only the hash is stored. */
export const randomToken = (): string => randomBytes(32).toString("base64url");

export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** The authority to unsubscribe one reader: opaque, hard to forge, good for ever, stored nowhere. */
export const unsubscribeToken = (subscriptionId: string, secret: string): string =>
  `${subscriptionId}.${sign(secret, "unsubscribe", subscriptionId)}`;

/** The reader an unsubscribe token names, or null where it isn't one of ours. */
export function readUnsubscribeToken(token: string, secret: string): string | null {
  const id = token.slice(0, Math.max(0, token.lastIndexOf(".")));
  const expected = Buffer.from(unsubscribeToken(id, secret));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given) ? id : null;
}

/** The same for an issue and reader at every try, so that a receiver can tell a copy. */
export const messageId = (
  issueId: string,
  subscriptionId: string,
  { secret, host }: { secret: string; host: string },
): string => `<digest.${sign(secret, "message", `${issueId}:${subscriptionId}`)}@${host}>`;
