import { z } from "zod";
import { CONFIRMATION_HOURS } from "@/features/digest/limits";
import { confirmAddressChange } from "@/features/digest/subscription/mutations-address";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, parseForm, redirectTo, requireSameOrigin } from "@/lib/http/handler";

const confirmForm = z.object({ token: z.string().default("") });

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token } = await parseForm(request, confirmForm);
  const confirmed = await confirmAddressChange(token, now());
  if (!confirmed) {
    throw new AppError(
      "bad_request",
      `This link is older than ${CONFIRMATION_HOURS} hours or was replaced by a newer one. Request the change again to get a new link.`,
    );
  }
  return redirectTo(`/subscription/address?done=${confirmed.moved ? "moved" : "half"}`);
});
