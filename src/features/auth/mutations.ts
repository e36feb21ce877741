import { isAPIError } from "better-auth/api";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { auth } from "./better-auth";

type AfterSignIn = {
  /** Path to return to */
  to?: string;
  /** Id of the paper to upvote on return */
  vote?: string;
};

/**
 * Emails a sign-in link. Does the same whether or not the address has an account, so that nobody learns
 * who has one. The caller counts the request with `countEmailRequest`.
 *
 * @throws AppError unavailable if the mail server refused the email
 */
export async function requestSignIn(email: string, afterSignIn: AfterSignIn): Promise<void> {
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
