import { localPath } from "@/lib/http";

/** Where to go back to: the `to` of the address, else the page of this site that led here. */
export function returnPath(to: string | string[] | undefined, headers: Headers): string {
  if (typeof to === "string") return localPath(to);
  const referer = headers.get("referer") ?? "";
  if (!URL.canParse(referer) || new URL(referer).host !== headers.get("host")) return "/papers";
  const { pathname, search } = new URL(referer);
  const isDetour = /^\/(sign-in|upvote|subscribe|unsubscribe|subscription)(\/|$)/.test(pathname);
  return isDetour ? "/papers" : localPath(pathname + search);
}

/** Pages of one person or one link: no crawler's, and their address is told to nobody else. */
export const PERSONAL = { robots: { index: false }, referrer: "same-origin" } as const;
