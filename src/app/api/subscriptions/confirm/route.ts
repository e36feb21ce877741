import { env } from "@/env";
import { confirmSubscription } from "@/features/digest/subscription/mutations";
import { findReader } from "@/features/digest/subscription/queries";
import { readerToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { dayOf } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { handler, readFields, requireSameOrigin, seeOther } from "@/lib/http";

export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  const id = await confirmSubscription(token, now());
  const reader = id && (await findReader(id));
  if (!reader) {
    throw new AppError(
      "bad_request",
      "This link was used, is older than 48 hours or was replaced by a newer one. Subscribe once more to get a new link.",
    );
  }
  return seeOther(`/subscribe/confirmed?token=${readerToken(reader, dayOf(now()), env().secret)}`);
});
