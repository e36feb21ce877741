import { auth } from "./better-auth";

/** Who is looking. */
export type Viewer = { id: string; email: string; name: string };

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

function toViewer({ id, email, name }: Viewer): Viewer {
  return { id, email, name: name || email.replace(/@.*/, "") };
}
