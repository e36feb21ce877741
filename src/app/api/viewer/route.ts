import { renewViewer } from "@/features/auth/viewer";
import { listUpvoted } from "@/features/votes/queries";
import { createHandler, respondJson } from "@/lib/http/handler";

/** More than the vote buttons' script asks for in one request. */
const MAX_PAPERS = 500;

/** Returns a page's personal data: who is looking, and which of the page's papers they upvoted. */
export const GET = createHandler(async (request) => {
  const { viewer, cookies } = await renewViewer(request.headers);
  const papers = new URL(request.url).searchParams.get("papers")?.split(",") ?? [];
  const response = respondJson({
    viewer: viewer && { name: viewer.name, email: viewer.email, admin: viewer.admin },
    upvoted: viewer ? await listUpvoted(viewer.id, papers.slice(0, MAX_PAPERS)) : [],
  });
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
});
