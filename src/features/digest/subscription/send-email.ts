import { env } from "@/env";
import { toUtcDay } from "@/lib/day";
import { log } from "@/lib/log";
import { openMailer } from "@/lib/mailer";
import {
  composeAlreadySubscribed,
  composeConfirmation,
  composeNewAddressConfirmation,
  composeOldAddressConfirmation,
  composeSubscriptionLink,
  type ServiceEmail,
} from "./emails";
import { requestSubscription, withdrawRequest } from "./mutations";
import type { RequestedAddressChange } from "./mutations-address";
import { claimLinkEmail, releaseLinkEmail } from "./mutations-preferences";
import { findSubscription } from "./queries";
import { createSubscriptionToken } from "./tokens";

async function sendEmail(to: string, { subject, text }: ServiceEmail): Promise<void> {
  const mailer = openMailer();
  try {
    const headers = { "Auto-Submitted": "auto-generated" };
    await mailer.send({ to: { name: "", address: to }, subject, text, headers });
  } finally {
    mailer.close();
  }
}

/**
 * Runs work that comes after the HTTP response. Logs failures instead of throwing them, so the
 * caller's answer can't depend on them.
 */
async function logFailure(message: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error(message, { reason: String(error) });
  }
}

const createLinkToken = (subscription: { id: string; email: string }, now: Date) =>
  createSubscriptionToken(subscription, toUtcDay(now), env().secret);

/** Returns whether an email certainly wasn't sent: it was deferred, or no server was reached. */
function isCertainlyUnsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isDeferred = "responseCode" in error && Number(error.responseCode) < 500;
  return isDeferred || /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(error.message);
}

/**
 * Sends an email that an address gets at most once a day. If it certainly wasn't sent, calls `release`
 * so that it can be requested again at once.
 */
async function sendOncePerDay(
  to: string,
  email: ServiceEmail,
  release: () => Promise<void>,
): Promise<void> {
  try {
    await sendEmail(to, email);
  } catch (error) {
    if (isCertainlyUnsent(error)) await release();
    throw error;
  }
}

/**
 * Sends an address the link that confirms its subscription, or, if it is subscribed already, the link
 * to its preferences; nothing if it got one within a day. Never throws and returns nothing, so that
 * the page's answer is the same for every address.
 */
export function sendConfirmation(
  address: string,
  { timeZone = env().digest.timeZone, now }: { timeZone?: string; now: Date },
): Promise<void> {
  return logFailure("could not send a confirmation", async () => {
    const request = await requestSubscription(address, { timeZone, now });
    if (!request) return;
    if (request.kind === "confirm") {
      const { token } = request;
      await sendOncePerDay(address, composeConfirmation(token), () => withdrawRequest(token));
    } else {
      const { id } = request;
      const email = composeAlreadySubscribed(createLinkToken({ id, email: address }, now));
      await sendOncePerDay(address, email, () => releaseLinkEmail(id));
    }
  });
}

/** Sends a subscriber a new link to their preferences, at most once a day. Never throws. */
export function sendSubscriptionLink(id: string, now: Date): Promise<void> {
  return logFailure("could not send a link", async () => {
    const subscription = await findSubscription(id);
    if (!subscription || !(await claimLinkEmail(id, now))) return;
    const email = composeSubscriptionLink(createLinkToken(subscription, now));
    await sendOncePerDay(subscription.email, email, () => releaseLinkEmail(id));
  });
}

/** Sends each of the two addresses of a change its own link. Never throws. */
export async function sendAddressChangeEmails({ from, to }: RequestedAddressChange): Promise<void> {
  const failure = "could not send an address change";
  await logFailure(failure, () =>
    sendEmail(from.email, composeOldAddressConfirmation(from.token, to.email)),
  );
  await logFailure(failure, () => sendEmail(to.email, composeNewAddressConfirmation(to.token)));
}
