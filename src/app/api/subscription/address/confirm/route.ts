import { confirmAddressChange } from "@/features/digest/subscription/mutations-address";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, redirectTo, requireSameOrigin } from "@/lib/http";

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  const confirmed = await confirmAddressChange(token, now());
  if (!confirmed) {
    throw new AppError(
      "bad_request",
      "This link is older than 48 hours or was replaced by a newer one. Ask for the change once more.",
    );
  }
  return redirectTo(`/subscription/address?done=${confirmed.moved ? "moved" : "half"}`);
});
