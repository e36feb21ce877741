import { findViewer } from "@/features/auth/viewer";
import { toPaperDetail } from "@/features/feed/api/entry";
import { paperParameters, parseParameters } from "@/features/feed/api/parameters";
import { getApiPaper } from "@/features/feed/api/queries-entries";
import { parseIdSegments } from "@/features/papers/address";
import { castVote, removeVote } from "@/features/votes/mutations";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import {
  createHandler,
  readFields,
  redirectTo,
  requireSameOrigin,
  respondJson,
  toLocalPath,
} from "@/lib/http";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/public-api";

type Context = { params: Promise<{ path: string[] }> };

/** One paper, alone. */
export const GET = publicRead(async (request, { params }: Context) => {
  const { field } = parseParameters(paperParameters, new URL(request.url).searchParams);
  const id = parseIdSegments((await params).path);
  if (!id) throw new AppError("not_found", "There is no such paper here.");
  return toReadResponse(toPaperDetail(await getApiPaper(id), { comments: field === "comments" }));
});

/** Votes are no read: no page of another site may ask for them. */
export const OPTIONS = async (_request: Request, { params }: Context): Promise<Response> =>
  (await params).path.at(-1) === "upvote"
    ? new Response(null, { status: 204, headers: { Allow: "PUT, DELETE, POST" } })
    : answerPreflight();

/** Who may vote on what: `/api/papers/{id}/upvote`, asked from a page of this site, signed in. */
async function voteOf(request: Request, { params }: Context) {
  const { path } = await params;
  if (path.at(-1) !== "upvote")
    throw new AppError("not_found", "There is nothing at this address.");
  const paperId = parseIdSegments(path.slice(0, -1));
  if (!paperId) throw new AppError("not_found", "There is no such paper here.");
  requireSameOrigin(request);
  const viewer = await findViewer(request.headers);
  if (!viewer) throw new AppError("unauthorized", "Sign in to upvote.");
  return { paperId, personId: viewer.id };
}

export const PUT = createHandler(async (request, context: Context) =>
  respondJson(await castVote(await voteOf(request, context), now())),
);

export const DELETE = createHandler(async (request, context: Context) =>
  respondJson(await removeVote(await voteOf(request, context))),
);

/** The form of the page that asks for one vote. */
export const POST = createHandler(async (request, context: Context) => {
  const vote = await voteOf(request, context);
  const { action, to } = await readFields(request);
  if (action === "upvote") await castVote(vote, now());
  else if (action === "take-back") await removeVote(vote);
  else throw new AppError("bad_request", "Say upvote or take-back.");
  return redirectTo(toLocalPath(to));
});
