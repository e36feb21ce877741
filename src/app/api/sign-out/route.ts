import { signOut } from "@/features/auth/mutations";
import { handler, requireSameOrigin, seeOther } from "@/lib/http";

export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const answer = seeOther("/papers");
  for (const cookie of await signOut(request.headers)) answer.headers.append("Set-Cookie", cookie);
  return answer;
});
