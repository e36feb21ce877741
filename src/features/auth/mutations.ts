import { isAPIError } from "better-auth/api";
import { HOUR, SECOND } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { RateLimit } from "@/lib/rate-limit";
import { auth } from "./better-auth";
import { MAX_LINKS_PER_ADDRESS_AND_HOUR, MAX_LINKS_PER_HOUR } from "./limits";

const linksPerAddress = new RateLimit({
  points: MAX_LINKS_PER_ADDRESS_AND_HOUR,
  seconds: HOUR / SECOND,
});
const allLinks = new RateLimit({ points: MAX_LINKS_PER_HOUR, seconds: HOUR / SECOND });

type AfterSignIn = {
  /** Path to return to */
  to?: string;
  /** Id of the paper to upvote on return */
  vote?: string;
};

/**
 * Emails a sign-in link. Does the same whether or not the address has an account, so that nobody learns
 * who has one.
 *
 * @throws AppError too_many_requests, or unavailable if the mail server refused the email
 */
export async function requestSignIn(email: string, afterSignIn: AfterSignIn): Promise<void> {
  await linksPerAddress.consume(
    email,
    "We've already sent several links to this address. Use the newest one.",
  );
  await allLinks.consume("all", "We're sending a lot of email right now.");
  try {
    await auth().api.signInMagicLink({
      body: { email, metadata: afterSignIn },
      headers: new Headers(),
    });
  } catch (error) {
    log.error("the sign-in email was not sent", { reason: String(error) });
    throw new AppError(
      "unavailable",
      "We couldn't send the email. Please try again in a few minutes.",
    );
  }
}

/**
 * Uses up a sign-in link and opens a session. Creates the account at the first sign-in.
 *
 * @returns the person's id, and the Set-Cookie headers of the session
 * @throws AppError bad_request if the link has been used, has expired or never existed
 */
export async function confirmSignIn(
  token: string,
): Promise<{ personId: string; cookies: string[] }> {
  try {
    const { response, headers } = await auth().api.magicLinkVerify({
      query: { token },
      headers: new Headers(),
      returnHeaders: true,
    });
    return { personId: response.user.id, cookies: headers.getSetCookie() };
  } catch (error) {
    if (!isAPIError(error)) throw error;
    throw new AppError(
      "bad_request",
      "This link has already been used or has expired. Request a new one.",
    );
  }
}

/** Ends the session of a request. Returns the Set-Cookie headers that delete its cookies. */
export async function signOut(headers: Headers): Promise<string[]> {
  const answer = await auth().api.signOut({ headers, returnHeaders: true });
  return answer.headers.getSetCookie();
}
