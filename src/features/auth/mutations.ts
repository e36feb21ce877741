import { isAPIError } from "better-auth/api";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { RateLimit } from "@/lib/rate-limit";
import { auth } from "./better-auth";

const perAddress = new RateLimit({ points: 5, seconds: 60 * 60 });
const everyone = new RateLimit({ points: 300, seconds: 60 * 60 });

/**
 * Mails a sign-in link; the answer is the same whether or not the address is known.
 *
 * @param ask to: path to return to; vote: paper to upvote on return
 * @throws AppError too_many_requests, or unavailable where the mail server refused
 */
export async function requestSignIn(
  email: string,
  ask: { to?: string; vote?: string },
): Promise<void> {
  await perAddress.consume(
    email,
    "Several links were sent to this address already. Use the newest.",
  );
  await everyone.consume("all", "Too many people are signing in right now.");
  try {
    await auth().api.signInMagicLink({ body: { email, metadata: ask }, headers: new Headers() });
  } catch (error) {
    log.error("the sign-in mail was not sent", { reason: String(error) });
    throw new AppError(
      "unavailable",
      "The mail could not be sent just now. Please try again in a few minutes.",
    );
  }
}

/**
 * Uses a link up and opens a session. Answers who it is and the cookies to set.
 *
 * @throws AppError bad_request where the link was used, has lapsed or never was
 */
export async function confirmSignIn(
  token: string,
): Promise<{ personId: string; cookies: string[] }> {
  try {
    const answer = await auth().api.magicLinkVerify({
      query: { token },
      headers: new Headers(),
      returnHeaders: true,
    });
    return { personId: answer.response.user.id, cookies: answer.headers.getSetCookie() };
  } catch (error) {
    if (!isAPIError(error)) throw error;
    throw new AppError(
      "bad_request",
      "This link was used already or is older than ten minutes. Ask for a new one.",
    );
  }
}

/** Ends the session of a request; answers the cookies that take it out of the browser. */
export async function signOut(headers: Headers): Promise<string[]> {
  const answer = await auth().api.signOut({ headers, returnHeaders: true });
  return answer.headers.getSetCookie();
}
