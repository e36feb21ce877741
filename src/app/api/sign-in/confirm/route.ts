import { z } from "zod";
import { confirmSignIn } from "@/features/auth/mutations";
import { findViewer } from "@/features/auth/viewer";
import { parsePaperId } from "@/features/papers/schema";
import { castVote } from "@/features/votes/mutations";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import {
  createHandler,
  parseForm,
  redirectTo,
  requireSameOrigin,
  toLocalPath,
} from "@/lib/http/handler";

const confirmForm = z.object({
  token: z.string().default(""),
  /** The random id of the form, by which a second click on its button is recognized */
  form: z.string().max(100).optional(),
  /** Path to return to */
  to: z.string().optional(),
  /** Id of the paper to upvote; ignored if it isn't one */
  vote: z.string().default(""),
});

/** Casts the vote that led to signing in. A paper that has been deleted since doesn't prevent signing in. */
async function castVoteIfPaperExists(paperId: string, personId: string): Promise<void> {
  try {
    await castVote({ paperId, personId }, now());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/** Uses up a sign-in link and opens a session. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token, form: formId, to, vote } = await parseForm(request, confirmForm);
  const viewer = await findViewer(request.headers);
  const { personId, cookies } = await confirmSignIn(token, { formId, viewer });
  const paperId = parsePaperId(vote);
  if (paperId) await castVoteIfPaperExists(paperId, personId);
  const response = redirectTo(toLocalPath(to));
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
});
