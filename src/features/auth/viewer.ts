import { env } from "@/env";
import { AppError } from "@/lib/errors";
import { auth } from "./better-auth";

/** Who is looking. */
export type Viewer = {
  id: string;
  email: string;
  name: string;
  /** Sees to the digest: a verified address of ADMIN_EMAILS */
  admin?: true;
};

/** The signed-in person of a request, or null. Changes nothing: a session isn't renewed by it. */
export async function findViewer(headers: Headers): Promise<Viewer | null> {
  if (!headers.get("cookie")) return null;
  const found = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  return found && toViewer(found.user);
}

/** The same, and the cookies that prolong the session where it is time. */
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
  throw new AppError("not_found", "There is nothing at this address. See /docs for the API.");
}

type Person = { id: string; email: string; name: string; emailVerified: boolean };

function toViewer({ id, email, name, emailVerified }: Person): Viewer {
  const viewer = { id, email, name: name || email.replace(/@.*/, "") };
  const isAdmin = emailVerified && env().adminEmails.includes(email.toLowerCase());
  return isAdmin ? { ...viewer, admin: true } : viewer;
}
