import { env } from "@/env";

/** A short mail to one reader, beside the digest. */
export type ServiceEmail = { subject: string; text: string };

const composeEmail = (subject: string, ...paragraphs: string[]): ServiceEmail => ({
  subject: `${subject} ${env().siteName}`,
  text: paragraphs.join("\n\n"),
});

const siteUrl = (path: string) => `${env().siteUrl}${path}`;
const NOT_YOU = "If you did not ask for it, do nothing:";

export const composeConfirmation = (token: string): ServiceEmail =>
  composeEmail(
    "Confirm your subscription to",
    `Open this link and press the button to get trending papers from ${env().siteName} by mail:`,
    siteUrl(`/subscribe/confirm?token=${token}`),
    `The link is good for 48 hours. ${NOT_YOU} no mail will come.`,
  );

/** @param link the reader's token */
export const composeAlreadySubscribed = (link: string): ServiceEmail =>
  composeEmail(
    "You are subscribed already to",
    "Somebody, probably you, asked for the digest at this address. It is subscribed already. Here you see what comes when, and change it:",
    siteUrl(`/subscription/${link}`),
    `The link is good for 60 days; pass it to nobody. ${NOT_YOU} nothing changes.`,
  );

/** @param link the reader's token */
export const composeSubscriptionLink = (link: string): ServiceEmail =>
  composeEmail(
    "Your digest of",
    "The link that you asked for. Here you see what comes when, and change it:",
    siteUrl(`/subscription/${link}`),
    "It is good for 60 days; pass it to nobody.",
  );

export const composeOldAddressConfirmation = (token: string, to: string): ServiceEmail =>
  composeEmail(
    "Another address for your digest of",
    `You asked that the digest go to ${to} from now on. Open this link and press the button:`,
    siteUrl(`/subscription/address?token=${token}`),
    `A second mail went to the new address; once both are confirmed, it changes. The link is good for 48 hours. ${NOT_YOU} the digest keeps coming here.`,
  );

export const composeNewAddressConfirmation = (token: string): ServiceEmail =>
  composeEmail(
    "Confirm this address for your digest of",
    `Somebody, probably you, wants their digest of ${env().siteName} to come to this address. Open this link and press the button:`,
    siteUrl(`/subscription/address?token=${token}`),
    `A second mail went to the address so far; once both are confirmed, it changes. The link is good for 48 hours. ${NOT_YOU} no mail will come.`,
  );
