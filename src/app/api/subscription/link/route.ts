import { after } from "next/server";
import { redirectWithNotice } from "@/app/_lib/subscription-access";
import { findSubscriptionByLink } from "@/features/digest/subscription/queries";
import { countEmailRequest } from "@/features/digest/subscription/rate-limit";
import { sendSubscriptionLink } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, requireSameOrigin } from "@/lib/http";
import { getClientKey } from "@/lib/public-api";

/** Mails a fresh link to the address whose link has lapsed; the old one gives no more than that. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  const read = await findSubscriptionByLink(token, now());
  if (!read) throw new AppError("not_found", "This link is not one of ours.");
  await countEmailRequest(getClientKey(request));
  after(() => sendSubscriptionLink(read.id, now()));
  return redirectWithNotice(request, `/subscription/${token}`, "link");
});
