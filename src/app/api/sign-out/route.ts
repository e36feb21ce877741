import { signOut } from "@/features/auth/mutations";
import { createHandler, redirectTo, requireSameOrigin } from "@/lib/http";

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const answer = redirectTo("/papers");
  for (const cookie of await signOut(request.headers)) answer.headers.append("Set-Cookie", cookie);
  return answer;
});
