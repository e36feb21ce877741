import { createHash, randomBytes } from "node:crypto";
import { LINK_DAYS } from "@/features/digest/limits";
import { addDays, type Day, parseDay } from "@/lib/day";
import { sign, verify } from "@/lib/signed-token";

/** Creates a token of 256 random bits for a link. The database stores only its hash. */
export const createRandomToken = (): string => randomBytes(32).toString("base64url");

export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

const signHex = (purpose: string, text: string, secret: string) =>
  sign(purpose, text, { secret, bytes: 16 }).toString("hex");

/** Creates the token that unsubscribes one subscription. It never expires and is stored nowhere. */
export const createUnsubscribeToken = (subscriptionId: string, secret: string): string =>
  `${subscriptionId}.${signHex("unsubscribe", subscriptionId, secret)}`;

/** Returns the id of the subscription that an unsubscribe token names; null if it isn't valid. */
export function parseUnsubscribeToken(token: string, secret: string): string | null {
  const id = token.slice(0, Math.max(0, token.lastIndexOf(".")));
  return verify(token, createUnsubscribeToken(id, secret)) ? id : null;
}

/** The subscription that a link opens, and the address it was emailed to. */
type Holder = { id: string; email: string };

/** Signs with the purpose `reader`, as the first links were signed: they must stay valid. */
function formatSubscriptionToken({ id, email }: Holder, lastDay: Day, secret: string): string {
  const body = `${id}.${lastDay}`;
  return `${body}.${signHex("reader", `${body}:${email}`, secret)}`;
}

/**
 * Creates the token of a link that shows and changes a subscription, valid for `LINK_DAYS` from a day.
 * It takes a day and not an instant, so that every attempt to send an issue contains the same link.
 * The token is invalid once the subscription has another address.
 */
export const createSubscriptionToken = (holder: Holder, from: Day, secret: string): string =>
  formatSubscriptionToken(holder, addDays(from, LINK_DAYS), secret);

/**
 * Returns the id and the last valid day that a subscription token contains, without checking its
 * signature; null if it contains none.
 */
export function parseSubscriptionToken(token: string): { id: string; lastDay: Day } | null {
  const [, id = "", day = ""] = /^(.+)\.([\d-]+)\.\w+$/.exec(token) ?? [];
  const lastDay = parseDay(day);
  return lastDay ? { id, lastDay } : null;
}

/** Returns whether a token was created here for this subscription at this address. */
export function isSubscriptionToken(token: string, holder: Holder, secret: string): boolean {
  const parsed = parseSubscriptionToken(token);
  return parsed !== null && verify(token, formatSubscriptionToken(holder, parsed.lastDay, secret));
}

/**
 * Creates the Message-ID of an issue's email to a subscriber. Every attempt to send it has the same
 * one, so that receivers can detect copies.
 */
export const createMessageId = (
  issueId: string,
  subscriptionId: string,
  { secret, host }: { secret: string; host: string },
): string => `<digest.${signHex("message", `${issueId}:${subscriptionId}`, secret)}@${host}>`;
