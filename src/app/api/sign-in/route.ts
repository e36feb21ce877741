import { requestSignIn } from "@/features/auth/mutations";
import { parseEmail } from "@/features/auth/schema";
import { parsePaperId } from "@/features/papers/schema";
import { createHandler, readFields, redirectTo, requireSameOrigin, toLocalPath } from "@/lib/http";

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { email, to, vote = "" } = await readFields(request);
  await requestSignIn(parseEmail(email), {
    to: toLocalPath(to),
    vote: parsePaperId(vote) ?? undefined,
  });
  return redirectTo("/sign-in/sent");
});
