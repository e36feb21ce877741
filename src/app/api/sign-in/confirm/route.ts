import { confirmSignIn } from "@/features/auth/mutations";
import { parsePaperId } from "@/features/papers/schema";
import { castVote } from "@/features/votes/mutations";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, redirectTo, requireSameOrigin, toLocalPath } from "@/lib/http";

/** Casts the vote that led to signing in; a paper that is gone meanwhile doesn't stand in the way. */
async function castIfThere(paperId: string, personId: string): Promise<void> {
  try {
    await castVote({ paperId, personId }, now());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token = "", to, vote = "" } = await readFields(request);
  const { personId, cookies } = await confirmSignIn(token);
  const paperId = parsePaperId(vote);
  if (paperId) await castIfThere(paperId, personId);
  const answer = redirectTo(toLocalPath(to));
  for (const cookie of cookies) answer.headers.append("Set-Cookie", cookie);
  return answer;
});
