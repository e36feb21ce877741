import { after } from "next/server";
import { parseEmail } from "@/features/auth/schema";
import { timeZoneOrDefault } from "@/features/digest/schedule/time-zones";
import { countEmailRequest } from "@/features/digest/subscription/rate-limit";
import { sendConfirmation } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import {
  createHandler,
  readFields,
  redirectTo,
  requireSameOrigin,
  respondJson,
  wantsJson,
} from "@/lib/http";
import { getClientKey } from "@/lib/public-api";

/**
 * The same answer, in the same time, whether or not the address is known: the rest comes after.
 * `website` is a field that people don't see: who fills it in is answered, and that is all.
 */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { email, timeZone, website } = await readFields(request);
  const address = parseEmail(email);
  if (!website) {
    await countEmailRequest(getClientKey(request));
    after(() => sendConfirmation(address, { timeZone: timeZoneOrDefault(timeZone), now: now() }));
  }
  return wantsJson(request)
    ? respondJson({ asked: true }, { status: 202 })
    : redirectTo("/subscribe/sent");
});
