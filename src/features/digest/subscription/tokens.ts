import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { addDays, type Day, parseDay } from "@/lib/day";

const sign = (secret: string, purpose: string, text: string) =>
  createHmac("sha256", secret).update(`${purpose}:${text}`).digest("hex").slice(0, 32);

const isSame = (given: string, expected: string) => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** 256 random bits for a link, of which only the hash is stored. */
export const createRandomToken = (): string => randomBytes(32).toString("base64url");

export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** The authority to unsubscribe one reader: opaque, hard to forge, good for ever, stored nowhere. */
export const createUnsubscribeToken = (subscriptionId: string, secret: string): string =>
  `${subscriptionId}.${sign(secret, "unsubscribe", subscriptionId)}`;

/** The reader an unsubscribe token names, or null where it isn't one of ours. */
export function parseUnsubscribeToken(token: string, secret: string): string | null {
  const id = token.slice(0, Math.max(0, token.lastIndexOf(".")));
  return isSame(token, createUnsubscribeToken(id, secret)) ? id : null;
}

/** A mail may be read, and forwarded, long after it came. */
const LINK_DAYS = 60;

/** The reader's id, and the address to which the link was mailed: at another one it is worth nothing. */
type Holder = { id: string; email: string };

/**
 * The authority to see and change what a reader chose: for sixty days from a day, so that the same
 * issue has the same link at every try.
 */
export function createSubscriptionToken({ id, email }: Holder, from: Day, secret: string): string {
  const body = `${id}.${addDays(from, LINK_DAYS)}`;
  return `${body}.${sign(secret, "reader", `${body}:${email}`)}`;
}

/** The id and the last day that such a token names, whoever wrote it; null where it names none. */
export function parseSubscriptionToken(token: string): { id: string; day: Day } | null {
  const [, id = "", day = ""] = /^(.+)\.([\d-]+)\.\w+$/.exec(token) ?? [];
  return parseDay(day) ? { id, day } : null;
}

/** Whether a token is ours, of a reader at this address. */
export function isSubscriptionToken(token: string, { id, email }: Holder, secret: string): boolean {
  const named = parseSubscriptionToken(token);
  return (
    named !== null &&
    isSame(token, createSubscriptionToken({ id, email }, addDays(named.day, -LINK_DAYS), secret))
  );
}

/** The same for an issue and reader at every try, so that a receiver can tell a copy. */
export const createMessageId = (
  issueId: string,
  subscriptionId: string,
  { secret, host }: { secret: string; host: string },
): string => `<digest.${sign(secret, "message", `${issueId}:${subscriptionId}`)}@${host}>`;
