import { GET as unknown } from "@/app/api/[[...path]]/route";
import { GET as daily } from "@/app/api/daily_papers/route";
import { GET as document } from "@/app/api/openapi.json/route";
import { GET as paper } from "@/app/api/papers/[...path]/route";
import { GET as papers } from "@/app/api/papers/route";
import { GET as search } from "@/app/api/papers/search/route";
import { GET as markdown } from "@/app/markdown/[...id]/route";

/** Asks a read's handler as Next would, by its address. */
export function ask(address: string, headers: Record<string, string> = {}): Promise<Response> {
  const url = new URL(address, "https://papers.example.org");
  const request = new Request(url, { headers });
  const segments = (start: string) => url.pathname.slice(start.length).split("/");
  if (url.pathname === "/api/daily_papers") return daily(request, {});
  if (url.pathname === "/api/papers") return papers(request, {});
  if (url.pathname === "/api/papers/search") return search(request, {});
  if (url.pathname === "/api/openapi.json") return document(request, {});
  if (url.pathname.startsWith("/api/papers/"))
    return paper(request, { params: Promise.resolve({ path: segments("/api/papers/") }) });
  if (url.pathname.startsWith("/markdown/"))
    return markdown(request, { params: Promise.resolve({ id: segments("/markdown/") }) });
  return unknown(request, {});
}
