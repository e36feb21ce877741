import { after } from "next/server";
import { authorizeSubscription, redirectWithNotice } from "@/app/_lib/subscription-access";
import { findViewer } from "@/features/auth/viewer";
import { timeZoneOrDefault } from "@/features/digest/schedule/time-zones";
import {
  restartSubscription,
  subscribeVerifiedAddress,
} from "@/features/digest/subscription/mutations";
import { findSubscription } from "@/features/digest/subscription/queries";
import { sendConfirmation } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, requireSameOrigin } from "@/lib/http";

/** Begins a subscription: again by its link, or for the first time by a session's verified address. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token, timeZone } = await readFields(request);
  if (token === undefined) {
    const viewer = await findViewer(request.headers);
    if (!viewer) throw new AppError("unauthorized", "Sign in first: nobody is signed in here.");
    const ask = { timeZone: timeZoneOrDefault(timeZone), now: now() };
    const started = await subscribeVerifiedAddress(viewer.email, ask);
    if (started === "stopped") after(() => sendConfirmation(viewer.email, { now: now() }));
    return redirectWithNotice(request, "/settings", started);
  }
  const { id, page } = await authorizeSubscription(token, request.headers);
  const started = await restartSubscription(id, { source: "form", now: now() });
  const subscription = await findSubscription(id);
  if (subscription && started === "stopped") {
    after(() => sendConfirmation(subscription.email, { now: now() }));
  }
  return redirectWithNotice(request, page, started);
});
