import { env } from "@/env";
import { createUnknownAddressError } from "@/lib/errors";
import { auth } from "./better-auth";

/** The signed-in person who sent a request. */
export type Viewer = {
  id: string;
  email: string;
  name: string;
  /** Whether they administer the digest: their verified address is in ADMIN_EMAILS */
  admin?: true;
};

/** Returns the viewer of a request, or null. Doesn't prolong the session, so it can be used in pages. */
export async function findViewer(headers: Headers): Promise<Viewer | null> {
  if (!headers.get("cookie")) return null;
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  return session && toViewer(session.user);
}

/** Returns the viewer, and the Set-Cookie headers that prolong the session when it is time. */
export async function renewViewer(
  headers: Headers,
): Promise<{ viewer: Viewer | null; cookies: string[] }> {
  if (!headers.get("cookie")) return { viewer: null, cookies: [] };
  const answer = await auth().api.getSession({ headers, returnHeaders: true });
  return {
    viewer: answer.response && toViewer(answer.response.user),
    cookies: answer.headers.getSetCookie(),
  };
}

/**
 * Returns the admin who sent a request. Anyone else gets the answer of an address that doesn't exist.
 *
 * @throws AppError not_found
 */
export async function requireAdmin(headers: Headers): Promise<Viewer> {
  const viewer = await findViewer(headers);
  if (viewer?.admin) return viewer;
  throw createUnknownAddressError();
}

type Person = { id: string; email: string; name: string; emailVerified: boolean };

function toViewer({ id, email, name, emailVerified }: Person): Viewer {
  const viewer = { id, email, name: name || email.replace(/@.*/, "") };
  const isAdmin = emailVerified && env().adminEmails.includes(email.toLowerCase());
  return isAdmin ? { ...viewer, admin: true } : viewer;
}
