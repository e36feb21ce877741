import { toLocalPath } from "@/lib/http";

/** Where to go back to: the `to` of the address, else the page of this site that led here. */
export function getSignInReturn(to: string | string[] | undefined, headers: Headers): string {
  if (typeof to === "string") return toLocalPath(to);
  const referer = headers.get("referer") ?? "";
  if (!URL.canParse(referer) || new URL(referer).host !== headers.get("host")) return "/papers";
  const { pathname, search } = new URL(referer);
  const isDetour = /^\/(sign-in|upvote|subscribe|unsubscribe|subscription)(\/|$)/.test(pathname);
  return isDetour ? "/papers" : toLocalPath(pathname + search);
}
