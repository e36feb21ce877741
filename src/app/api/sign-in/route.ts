import { requestSignIn } from "@/features/auth/mutations";
import { parseAddress } from "@/features/auth/schema";
import { parsePaperId } from "@/features/papers/schema";
import { handler, localPath, readFields, requireSameOrigin, seeOther } from "@/lib/http";

export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const { email, to, vote = "" } = await readFields(request);
  await requestSignIn(parseAddress(email), {
    to: localPath(to),
    vote: parsePaperId(vote) ?? undefined,
  });
  return seeOther("/sign-in/sent");
});
