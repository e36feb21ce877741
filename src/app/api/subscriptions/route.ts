import { after } from "next/server";
import { z } from "zod";
import { parseEmail } from "@/features/auth/schema";
import { findViewer } from "@/features/auth/viewer";
import { timeZoneOrDefault } from "@/features/digest/schedule/time-zones";
import { sendConfirmation } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { countEmailRequest } from "@/lib/email/limits";
import {
  createHandler,
  parseForm,
  redirectTo,
  requireSameOrigin,
  respondJson,
  wantsJson,
} from "@/lib/http/handler";
import { getClientKey } from "@/lib/http/public-api";

const subscribeForm = z.object({
  email: z.string().optional(),
  timeZone: z.string().optional(),
  /** A field that people don't see. Programs that fill it in get the usual answer and no email. */
  website: z.string().default(""),
});

/**
 * Answers the same, and in the same time, whether or not the address is known: the database is read
 * and the email sent after the answer.
 */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { email, timeZone, website } = await parseForm(request, subscribeForm);
  const address = parseEmail(email);
  if (!website) {
    const viewer = await findViewer(request.headers);
    await countEmailRequest({ client: getClientKey(request), email: address, viewer });
    after(() => sendConfirmation(address, { timeZone: timeZoneOrDefault(timeZone), now: now() }));
  }
  return wantsJson(request)
    ? respondJson({ asked: true }, { status: 202 })
    : redirectTo("/subscribe/sent");
});
