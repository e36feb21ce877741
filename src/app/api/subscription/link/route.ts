import { after } from "next/server";
import { z } from "zod";
import { redirectWithNotice } from "@/app/_lib/subscription-access";
import { findSubscriptionByLink } from "@/features/digest/subscription/queries";
import { sendSubscriptionLink } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { countEmailRequest } from "@/lib/email/limits";
import { AppError } from "@/lib/errors";
import { createHandler, parseForm, requireSameOrigin } from "@/lib/http/handler";
import { getClientKey } from "@/lib/http/public-api";

const linkForm = z.object({ token: z.string().default("") });

/** Emails a new link to the address of an expired one. The expired link allows nothing else. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token } = await parseForm(request, linkForm);
  const link = await findSubscriptionByLink(token, now());
  if (!link) throw new AppError("not_found", "This link isn't valid.");
  await countEmailRequest({ client: getClientKey(request) });
  after(() => sendSubscriptionLink(link.id, now()));
  return redirectWithNotice(request, `/subscription/${token}`, "link");
});
