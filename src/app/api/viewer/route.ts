import { renewViewer } from "@/features/auth/viewer";
import { listUpvoted } from "@/features/votes/queries";
import { createHandler, respondJson } from "@/lib/http";

/** More than a page asks for at once. */
const MOST = 500;

/** What is personal on a page: who is looking, and which of its papers they upvoted. */
export const GET = createHandler(async (request) => {
  const { viewer, cookies } = await renewViewer(request.headers);
  const ids = new URL(request.url).searchParams.get("papers")?.split(",").slice(0, MOST) ?? [];
  const answer = respondJson({
    viewer: viewer && { name: viewer.name, email: viewer.email, admin: viewer.admin },
    upvoted: viewer ? await listUpvoted(viewer.id, ids) : [],
  });
  for (const cookie of cookies) answer.headers.append("Set-Cookie", cookie);
  return answer;
});
