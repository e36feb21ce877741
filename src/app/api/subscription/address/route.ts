import { after } from "next/server";
import { z } from "zod";
import { authorizeForm, redirectWithNotice, tokenForm } from "@/app/_lib/subscription-access";
import { parseEmail } from "@/features/auth/schema";
import { requestAddressChange } from "@/features/digest/subscription/mutations-address";
import { sendAddressChangeEmails } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { countEmailRequest, countEmailToMailbox } from "@/lib/email/limits";
import { createHandler } from "@/lib/http/handler";
import { getClientKey } from "@/lib/http/public-api";

const addressForm = tokenForm.extend({ email: z.string().optional() });

/** Answers the same whether or not the new address is known: the emails are sent after the answer. */
export const POST = createHandler(async (request) => {
  const { subscriptionId, page, form } = await authorizeForm(request, addressForm);
  const email = parseEmail(form.email);
  // With a session, a full limit of the network must not lock the person out: a change is possible once
  // a day.
  if (form.token === undefined) await countEmailToMailbox(email);
  else await countEmailRequest({ client: getClientKey(request), email });
  const change = await requestAddressChange(subscriptionId, email, now());
  after(() => sendAddressChangeEmails(change));
  return redirectWithNotice(request, page, "address");
});
