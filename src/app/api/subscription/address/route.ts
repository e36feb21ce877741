import { after } from "next/server";
import { z } from "zod";
import { authorizeForm, redirectWithNotice, tokenForm } from "@/app/_lib/subscription-access";
import { parseEmail } from "@/features/auth/schema";
import { requestAddressChange } from "@/features/digest/subscription/mutations-address";
import { countEmailRequest } from "@/features/digest/subscription/rate-limit";
import { sendAddressChangeEmails } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { createHandler } from "@/lib/http";
import { getClientKey } from "@/lib/public-api";

const addressForm = tokenForm.extend({ email: z.string().optional() });

/** Answers the same whether or not the new address is known: the emails are sent after the answer. */
export const POST = createHandler(async (request) => {
  const { subscriptionId, page, form } = await authorizeForm(request, addressForm);
  const email = parseEmail(form.email);
  await countEmailRequest(getClientKey(request));
  const change = await requestAddressChange(subscriptionId, email, now());
  after(() => sendAddressChangeEmails(change));
  return redirectWithNotice(request, page, "address");
});
