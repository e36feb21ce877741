import { z } from "zod";
import { findViewer } from "@/features/auth/viewer";
import { toPaperDetail } from "@/features/feed/api/entry";
import { paperParameters, parseParameters } from "@/features/feed/api/parameters";
import { getApiPaper } from "@/features/feed/api/queries-entries";
import { parseIdSegments } from "@/features/papers/address";
import { castVote, removeVote } from "@/features/votes/mutations";
import { now } from "@/lib/clock";
import { AppError, createUnknownAddressError } from "@/lib/errors";
import {
  createHandler,
  parseForm,
  redirectTo,
  requireSameOrigin,
  respondJson,
  toLocalPath,
} from "@/lib/http/handler";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/http/public-api";

type Context = { params: Promise<{ path: string[] }> };

/** Returns one paper. */
export const GET = publicRead(async (request, { params }: Context) => {
  const { field } = parseParameters(paperParameters, new URL(request.url).searchParams);
  const id = parseIdSegments((await params).path);
  if (!id) throw new AppError("not_found", "This site has no such paper.");
  return toReadResponse(toPaperDetail(await getApiPaper(id), { comments: field === "comments" }));
});

/** A vote is a write: pages of other sites may not send it. */
export const OPTIONS = async (_request: Request, { params }: Context): Promise<Response> =>
  (await params).path.at(-1) === "upvote"
    ? new Response(null, { status: 204, headers: { Allow: "PUT, DELETE, POST" } })
    : answerPreflight();

/**
 * Returns the paper and the viewer of a request to `/api/papers/{id}/upvote`.
 *
 * @throws AppError not_found, forbidden from a page of another site, unauthorized without a viewer
 */
async function parseVote(request: Request, { params }: Context) {
  const { path } = await params;
  if (path.at(-1) !== "upvote") {
    throw createUnknownAddressError();
  }
  const paperId = parseIdSegments(path.slice(0, -1));
  if (!paperId) throw new AppError("not_found", "This site has no such paper.");
  requireSameOrigin(request);
  const viewer = await findViewer(request.headers);
  if (!viewer) throw new AppError("unauthorized", "Sign in to upvote.");
  return { paperId, personId: viewer.id };
}

export const PUT = createHandler(async (request, context: Context) =>
  respondJson(await castVote(await parseVote(request, context), now())),
);

export const DELETE = createHandler(async (request, context: Context) =>
  respondJson(await removeVote(await parseVote(request, context))),
);

const voteForm = z.object({
  action: z.enum(["upvote", "remove"], "must be upvote or remove"),
  to: z.string().optional(),
});

/** Takes the form of the upvote page. */
export const POST = createHandler(async (request, context: Context) => {
  const vote = await parseVote(request, context);
  const { action, to } = await parseForm(request, voteForm);
  if (action === "upvote") await castVote(vote, now());
  else await removeVote(vote);
  return redirectTo(toLocalPath(to));
});
