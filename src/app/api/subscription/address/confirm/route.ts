import { confirmAddressChange } from "@/features/digest/subscription/mutations-address";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { handler, readFields, requireSameOrigin, seeOther } from "@/lib/http";

export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  const confirmed = await confirmAddressChange(token, now());
  if (!confirmed) {
    throw new AppError(
      "bad_request",
      "This link is older than 48 hours or was replaced by a newer one. Ask for the change once more.",
    );
  }
  return seeOther(`/subscription/address?done=${confirmed.moved ? "moved" : "half"}`);
});
