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

/**
 * The shortest time between two changes of a subscription's address, and between two requests for the
 * same new address. Pages call it "a day".
 */
export const ADDRESS_CHANGE_INTERVAL_MS = 24 * HOUR;

/** The most requests to change a subscription's address in that time: the first may have a typo. */
export const MAX_ADDRESS_CHANGE_REQUESTS = 3;

/** How long a pause of a subscription lasts. */
export const PAUSE_WEEKS = 2;
export const PAUSE_MS = PAUSE_WEEKS * 7 * DAY;

/** How long after an edition is due its issue can still be made, and the issue's emails sent. */
export const ISSUE_LIFETIME_HOURS = 24;
export const ISSUE_LIFETIME_MS = ISSUE_LIFETIME_HOURS * HOUR;
/** The `answer` of a delivery that is skipped for that reason. */
export const TOO_OLD_ANSWER = `the issue is more than ${ISSUE_LIFETIME_HOURS} hours old`;

/**
 * For how long after its first attempt a delivery that the mail server defers is retried. The issue's
 * lifetime ends retries too: `claimDelivery` skips a delivery of an issue that is too old.
 */
export const RETRY_HOURS = 12;
export const RETRY_MS = RETRY_HOURS * HOUR;
/** The beginning of the `answer` of a delivery that is skipped for that reason. */
export const GIVEN_UP_ANSWER = `given up after ${RETRY_HOURS} hours`;

/** How long the text of a bounce is kept for the admin to read. */
export const RAW_BOUNCE_DAYS = 30;
export const RAW_BOUNCE_MS = RAW_BOUNCE_DAYS * DAY;

/** The largest table of subscribers that the admin's form imports: about 50,000 rows. */
export const MAX_IMPORT_MEBIBYTES = 5;
