/** A sign-in link expires after this time. Pages and emails build their sentences from it. */
export const SIGN_IN_LINK_MINUTES = 10;

/** A session ends after this time without use. */
export const SESSION_DAYS = 90;
