import { DAY, HOUR } from "@/lib/duration";

/**
 * The digest's durations and sizes. Each is written here once, and sentences that state a number take it
 * from here. Numbers of attempts and bounces are beside the code that counts them: delivery/next-state.ts,
 * delivery/mutations-sender.ts, bounce/score.ts.
 */

/** How long the link that confirms a subscription or a new address works. */
export const CONFIRMATION_HOURS = 48;
export const CONFIRMATION_MS = CONFIRMATION_HOURS * HOUR;

/** How long the links in an email to a subscriber work. */
export const LINK_DAYS = 60;

/**
 * The shortest time between two confirmation emails to an address, and between two emails with a link
 * to the preferences. It doesn't depend on who asks, so an address can't be flooded. Pages call it "a day".
 */
export const EMAIL_INTERVAL_MS = 24 * HOUR;

/** The shortest time between two requests to change a subscription's address. Pages call it "a day". */
export const ADDRESS_CHANGE_INTERVAL_MS = 24 * HOUR;

/** How long a pause of a subscription lasts. */
export const PAUSE_WEEKS = 2;
export const PAUSE_MS = PAUSE_WEEKS * 7 * DAY;

/** How long after an edition is due its issue can still be made, and the issue's emails sent. */
export const ISSUE_LIFETIME_HOURS = 24;
export const ISSUE_LIFETIME_MS = ISSUE_LIFETIME_HOURS * HOUR;

/**
 * For how long after its first attempt a delivery that the mail server defers is retried. The issue's
 * lifetime ends retries too: `claimDelivery` skips a delivery of an issue that is too old.
 */
export const RETRY_HOURS = 12;
export const RETRY_MS = RETRY_HOURS * HOUR;

/** The largest table of subscribers that the admin's form imports: about 50,000 rows. */
export const MAX_IMPORT_MEBIBYTES = 5;
