import { signOut } from "@/features/auth/mutations";
import { createHandler, redirectTo, requireSameOrigin } from "@/lib/http/handler";

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const response = redirectTo("/papers");
  for (const cookie of await signOut(request.headers)) {
    response.headers.append("Set-Cookie", cookie);
  }
  return response;
});
