import { env } from "@/env";
import { toUtcDay } from "@/lib/day";
import { openMailer } from "@/lib/email/mailer";
import { classifySmtpError } from "@/lib/email/smtp-outcome";
import { log } from "@/lib/log";
import {
  composeAlreadySubscribed,
  composeConfirmation,
  composeNewAddressConfirmation,
  composeOldAddressConfirmation,
  composeSubscriptionLink,
  type ServiceEmail,
} from "./emails";
import { requestSubscription, withdrawRequest } from "./mutations";
import { type RequestedAddressChange, releaseAddressChange } from "./mutations-address";
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

/**
 * Returns whether an email wasn't handed over for a reason that has nothing to do with its address: no
 * server was reached, the login or the certificate failed, or the server refused this site, or it
 * deferred the email, or the mailbox is full.
 */
function isUnsentForOtherReasons(error: unknown): boolean {
  const { state, refusal } = classifySmtpError(error);
  return state === "deferred" || refusal === "sender" || refusal === "mailbox";
}

/**
 * Sends an email that an address gets at most once a day. If it wasn't handed over, calls `release` so
 * that it can be requested again at once; an address that the server refuses stays limited.
 */
async function sendOncePerDay(
  to: string,
  email: ServiceEmail,
  release: () => Promise<void>,
): Promise<void> {
  try {
    await sendEmail(to, email);
  } catch (error) {
    if (isUnsentForOtherReasons(error)) await release();
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

/**
 * Sends each of the two addresses of a change its own link. If one of the emails certainly wasn't
 * handed over, the change can be requested again at once. Never throws.
 */
export async function sendAddressChangeEmails({ from, to }: RequestedAddressChange): Promise<void> {
  const failure = "could not send an address change";
  const release = () => releaseAddressChange(to.token);
  await logFailure(failure, () =>
    sendOncePerDay(from.email, composeOldAddressConfirmation(from.token, to.email), release),
  );
  await logFailure(failure, () =>
    sendOncePerDay(to.email, composeNewAddressConfirmation(to.token), release),
  );
}
