import { toLocalPath } from "@/lib/http/handler";

/** Pages that are only a step on the way, so nobody wants to return to them. */
const DETOUR = /^\/(sign-in|upvote|subscribe|unsubscribe|subscription)(\/|$)/;

/**
 * Returns the path to go to after signing in: the `to` parameter, else the page of this site that linked
 * here, else the front page.
 */
export function getSignInReturn(to: string | string[] | undefined, headers: Headers): string {
  if (typeof to === "string") return toLocalPath(to);
  const referer = headers.get("referer") ?? "";
  if (!URL.canParse(referer)) return "/papers";
  const { host, pathname, search } = new URL(referer);
  if (host !== headers.get("host") || DETOUR.test(pathname)) return "/papers";
  return toLocalPath(pathname + search);
}
