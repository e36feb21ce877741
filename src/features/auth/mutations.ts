import { createHash } from "node:crypto";
import { isAPIError } from "better-auth/api";
import { MINUTE } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { rememberOnce } from "@/lib/process-wide";
import { RecentResults } from "@/lib/recent-results";
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

type SignedIn = {
  personId: string;
  /** The Set-Cookie headers of the session */
  cookies: string[];
};

type Confirmation = {
  /** The random id of the form that was sent, which only the page of this form contains */
  formId?: string;
  /** The person who is already signed in in this browser */
  viewer?: { id: string } | null;
};

/** A double click sends a form twice within a second; a slow connection makes it a few more. */
const getRecentSignIns = () =>
  rememberOnce("recent sign-ins", () => new RecentResults<SignedIn>(MINUTE));

/**
 * Uses up a sign-in link and opens a session. Creates the account at the first sign-in. The same form
 * sent twice opens one session, and the person who has used a link in this browser can use it again.
 * For anybody else a link works once.
 *
 * @throws AppError bad_request if the link has been used, has expired or never existed
 */
export async function confirmSignIn(
  token: string,
  { formId, viewer }: Confirmation = {},
): Promise<SignedIn> {
  if (viewer) {
    const { userId } = await auth().api.findUsedLink({ query: { token } });
    if (userId === viewer.id) return { personId: viewer.id, cookies: [] };
  }
  if (!formId) return openSession(token);
  const key = createHash("sha256")
    .update(JSON.stringify([token, formId]))
    .digest("hex");
  return getRecentSignIns().get(key, () => openSession(token));
}

async function openSession(token: string): Promise<SignedIn> {
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
