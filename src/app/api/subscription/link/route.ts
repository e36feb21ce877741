import { after } from "next/server";
import { wentBack } from "@/app/_lib/subscription-access";
import { findLinkReader } from "@/features/digest/subscription/queries";
import { countAsk } from "@/features/digest/subscription/rate-limit";
import { mailFreshLink } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, requireSameOrigin } from "@/lib/http";
import { getClientKey } from "@/lib/public-api";

/** Mails a fresh link to the address whose link has lapsed; the old one gives no more than that. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  const read = await findLinkReader(token, now());
  if (!read) throw new AppError("not_found", "This link is not one of ours.");
  await countAsk(getClientKey(request));
  after(() => mailFreshLink(read.id, now()));
  return wentBack(request, `/subscription/${token}`, "link");
});
