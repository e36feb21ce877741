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

async function sendEmail(email: string, { subject, text }: ServiceEmail): Promise<void> {
  const mailer = openMailer();
  try {
    const headers = { "Auto-Submitted": "auto-generated" };
    await mailer.send({ to: { name: "", address: email }, subject, text, headers });
  } finally {
    mailer.close();
  }
}

/** Does what comes after the answer: its caller hears nothing of how it went, the log does. */
async function logFailure(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error(what, { reason: String(error) });
  }
}

const createLinkToken = (subscription: { id: string; email: string }, now: Date) =>
  createSubscriptionToken(subscription, toUtcDay(now), env().secret);

/** Whether a mail certainly never left: refused for now, or no server was there. */
const certainlyNotSent = (error: unknown) =>
  error instanceof Error &&
  (("responseCode" in error && Number(error.responseCode) < 500) ||
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(error.message));

/** Mails what at most one a day is mailed of; where it certainly never left, it can be asked for anew. */
async function sendOncePerDay(
  email: string,
  letter: ServiceEmail,
  forget: () => Promise<void>,
): Promise<void> {
  try {
    await sendEmail(email, letter);
  } catch (error) {
    if (certainlyNotSent(error)) await forget();
    throw error;
  }
}

/**
 * Mails the link that confirms a subscription, or to one that is subscribed the link to its choices,
 * where one is due. Says nothing to its caller: the page's answer is the same for every address.
 */
export function sendConfirmation(
  email: string,
  { timeZone = env().digest.timeZone, now }: { timeZone?: string; now: Date },
): Promise<void> {
  return logFailure("a confirmation was not mailed", async () => {
    const asked = await requestSubscription(email, { timeZone, now });
    if (asked?.kind === "already") {
      const letter = composeAlreadySubscribed(createLinkToken({ id: asked.id, email }, now));
      await sendOncePerDay(email, letter, () => releaseLinkEmail(asked.id));
    }
    if (asked?.kind === "confirm") {
      await sendOncePerDay(email, composeConfirmation(asked.token), () =>
        withdrawRequest(asked.token),
      );
    }
  });
}

/** Mails a reader a fresh link to their choices, at most one a day. */
export function sendSubscriptionLink(id: string, now: Date): Promise<void> {
  return logFailure("a link was not mailed", async () => {
    const subscription = await findSubscription(id);
    if (!subscription || !(await claimLinkEmail(id, now))) return;
    await sendOncePerDay(
      subscription.email,
      composeSubscriptionLink(createLinkToken(subscription, now)),
      () => releaseLinkEmail(id),
    );
  });
}

/** Mails each of the two addresses of a change its own link. */
export async function sendAddressChangeEmails({ from, to }: RequestedAddressChange): Promise<void> {
  const what = "a change of address was not mailed";
  await logFailure(what, () =>
    sendEmail(from.email, composeOldAddressConfirmation(from.token, to.email)),
  );
  await logFailure(what, () => sendEmail(to.email, composeNewAddressConfirmation(to.token)));
}
