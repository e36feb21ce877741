import { GET as getUnknown } from "@/app/api/[[...path]]/route";
import { GET as getDailyPapers } from "@/app/api/daily_papers/route";
import { GET as getDocument } from "@/app/api/openapi.json/route";
import { GET as getPaper } from "@/app/api/papers/[...path]/route";
import { GET as getPapers } from "@/app/api/papers/route";
import { GET as getSearch } from "@/app/api/papers/search/route";
import { GET as getMarkdown } from "@/app/markdown/[...id]/route";

/** Calls the read API's handler for an address, as Next would. */
export function requestRead(
  address: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const url = new URL(address, "https://papers.example.org");
  const request = new Request(url, { headers });
  const listSegments = (prefix: string) => url.pathname.slice(prefix.length).split("/");
  if (url.pathname === "/api/daily_papers") return getDailyPapers(request, {});
  if (url.pathname === "/api/papers") return getPapers(request, {});
  if (url.pathname === "/api/papers/search") return getSearch(request, {});
  if (url.pathname === "/api/openapi.json") return getDocument(request, {});
  if (url.pathname.startsWith("/api/papers/")) {
    return getPaper(request, { params: Promise.resolve({ path: listSegments("/api/papers/") }) });
  }
  if (url.pathname.startsWith("/markdown/")) {
    return getMarkdown(request, { params: Promise.resolve({ id: listSegments("/markdown/") }) });
  }
  return getUnknown(request, {});
}
