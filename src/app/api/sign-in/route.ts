import { z } from "zod";
import { requestSignIn } from "@/features/auth/mutations";
import { parseEmail } from "@/features/auth/schema";
import { findViewer } from "@/features/auth/viewer";
import { parsePaperId } from "@/features/papers/schema";
import { countEmailRequest } from "@/lib/email/limits";
import {
  createHandler,
  parseForm,
  redirectTo,
  requireSameOrigin,
  toLocalPath,
} from "@/lib/http/handler";
import { getClientKey } from "@/lib/http/public-api";

const form = z.object({
  email: z.string().optional(),
  /** Path to return to after signing in */
  to: z.string().optional(),
  /** Id of the paper to upvote on return; ignored if it isn't one */
  vote: z.string().default(""),
});

/** Emails a sign-in link. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { email, to, vote } = await parseForm(request, form);
  const address = parseEmail(email);
  const viewer = await findViewer(request.headers);
  await countEmailRequest({ client: getClientKey(request), email: address, viewer });
  await requestSignIn(address, {
    to: toLocalPath(to),
    vote: parsePaperId(vote) ?? undefined,
  });
  return redirectTo("/sign-in/sent");
});
