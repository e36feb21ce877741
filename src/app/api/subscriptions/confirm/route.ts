import { env } from "@/env";
import { confirmSubscription } from "@/features/digest/subscription/mutations";
import { findSubscription } from "@/features/digest/subscription/queries";
import { createSubscriptionToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { toUtcDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, redirectTo, requireSameOrigin } from "@/lib/http";

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  const id = await confirmSubscription(token, now());
  const subscription = id && (await findSubscription(id));
  if (!subscription) {
    throw new AppError(
      "bad_request",
      "This link was used, is older than 48 hours or was replaced by a newer one. Subscribe once more to get a new link.",
    );
  }
  return redirectTo(
    `/subscribe/confirmed?token=${createSubscriptionToken(subscription, toUtcDay(now()), env().secret)}`,
  );
});
