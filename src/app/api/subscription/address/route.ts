import { after } from "next/server";
import { subscriptionRoute } from "@/app/_lib/subscription-access";
import { parseEmail } from "@/features/auth/schema";
import { requestAddressChange } from "@/features/digest/subscription/mutations-address";
import { countEmailRequest } from "@/features/digest/subscription/rate-limit";
import { sendAddressChangeEmails } from "@/features/digest/subscription/send-email";
import { getClientKey } from "@/lib/public-api";

/** The same answer whether or not the new address is known here: the mails come after it. */
export const POST = subscriptionRoute(async (id, { fields, now, request }) => {
  const email = parseEmail(fields.email);
  await countEmailRequest(getClientKey(request));
  const asked = await requestAddressChange(id, email, now);
  after(() => sendAddressChangeEmails(asked));
  return "address";
});
