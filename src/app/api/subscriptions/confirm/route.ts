import { z } from "zod";
import { env } from "@/env";
import { CONFIRMATION_HOURS } from "@/features/digest/limits";
import { confirmSubscription } from "@/features/digest/subscription/mutations";
import { findSubscription } from "@/features/digest/subscription/queries";
import { createSubscriptionToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { toUtcDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { createHandler, parseForm, redirectTo, requireSameOrigin } from "@/lib/http/handler";

const confirmForm = z.object({ token: z.string().default("") });

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token } = await parseForm(request, confirmForm);
  const id = await confirmSubscription(token, now());
  const subscription = id && (await findSubscription(id));
  if (!subscription) {
    throw new AppError(
      "bad_request",
      `This link was already used, is older than ${CONFIRMATION_HOURS} hours or was replaced by a newer one. Subscribe again to get a new link.`,
    );
  }
  const link = createSubscriptionToken(subscription, toUtcDay(now()), env().secret);
  return redirectTo(`/subscribe/confirmed?token=${link}`);
});
