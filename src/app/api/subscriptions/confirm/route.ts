import { confirmSubscription } from "@/features/digest/mutations-subscription";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { handler, readFields, requireSameOrigin, seeOther } from "@/lib/http";

export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const { token = "" } = await readFields(request);
  if (!(await confirmSubscription(token, now()))) {
    throw new AppError(
      "bad_request",
      "This link is older than 48 hours or was replaced by a newer one. Subscribe once more to get a new link.",
    );
  }
  return seeOther("/subscribe/confirmed");
});
