/** How long a sign-in link works. Pages and emails build their sentences from this. */
export const SIGN_IN_LINK_MINUTES = 10;

/** A session that isn't used for so long ends. */
export const SESSION_DAYS = 90;

export const MAX_LINKS_PER_ADDRESS_AND_HOUR = 5;
export const MAX_LINKS_PER_HOUR = 300;
