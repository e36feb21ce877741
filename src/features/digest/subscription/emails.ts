import { env } from "@/env";
import { CONFIRMATION_HOURS, LINK_DAYS } from "@/features/digest/limits";

/** The short emails about a subscription, as plain text. The digest itself is in ../email. */
export type ServiceEmail = { subject: string; text: string };

const composeEmail = (subject: string, paragraphs: string[]): ServiceEmail => ({
  subject,
  text: paragraphs.join("\n\n"),
});

const buildUrl = (path: string) => `${env().siteUrl}${path}`;

const CONFIRMATION_EXPIRY = `The link expires in ${CONFIRMATION_HOURS} hours.`;
const LINK_EXPIRY = `The link expires in ${LINK_DAYS} days. It gives access to your subscription, so don't share it.`;
const IF_NOT_YOU = "If this wasn't you, ignore this email;";

/** Composes the email that asks an address to confirm its subscription. */
export function composeConfirmation(token: string): ServiceEmail {
  const { siteName } = env();
  return composeEmail(`Confirm your subscription to ${siteName}`, [
    `Open this link and press the button to get the trending papers from ${siteName} by email:`,
    buildUrl(`/subscribe/confirm?token=${token}`),
    `${CONFIRMATION_EXPIRY} ${IF_NOT_YOU} we won't send you anything.`,
  ]);
}

/** Composes the answer to a request for an address that is subscribed already. */
export const composeAlreadySubscribed = (subscriptionToken: string): ServiceEmail =>
  composeEmail(`You're already subscribed to ${env().siteName}`, [
    "Someone (probably you) asked to receive the digest at this address, which is already subscribed. You can see and change your settings here:",
    buildUrl(`/subscription/${subscriptionToken}`),
    `${LINK_EXPIRY} ${IF_NOT_YOU} nothing will change.`,
  ]);

/** Composes the email with a new link to a subscription. */
export const composeSubscriptionLink = (subscriptionToken: string): ServiceEmail =>
  composeEmail(`Your digest from ${env().siteName}`, [
    "Here is the link you asked for. You can see and change your settings here:",
    buildUrl(`/subscription/${subscriptionToken}`),
    LINK_EXPIRY,
  ]);

/** Composes the email that asks the current address to confirm that the digest moves to another one. */
export const composeOldAddressConfirmation = (token: string, newEmail: string): ServiceEmail =>
  composeEmail(`New address for your digest from ${env().siteName}`, [
    `Someone (probably you) asked to send your digest to ${newEmail} from now on. To confirm, open this link and press the button:`,
    buildUrl(`/subscription/address?token=${token}`),
    `We also emailed the new address. Your digest moves once both addresses are confirmed. ${CONFIRMATION_EXPIRY} ${IF_NOT_YOU} your digest will keep coming here.`,
  ]);

/** Composes the email that asks the new address to confirm. It doesn't mention the current address. */
export function composeNewAddressConfirmation(token: string): ServiceEmail {
  const { siteName } = env();
  return composeEmail(`Confirm this address for your digest from ${siteName}`, [
    `Someone (probably you) asked to receive their digest from ${siteName} at this address. To confirm, open this link and press the button:`,
    buildUrl(`/subscription/address?token=${token}`),
    `We also emailed your current address. Your digest moves once both addresses are confirmed. ${CONFIRMATION_EXPIRY} ${IF_NOT_YOU} nothing will change.`,
  ]);
}
