import { after } from "next/server";
import { z } from "zod";
import { authorizeSubscription, redirectWithNotice } from "@/app/_lib/subscription-access";
import { findViewer } from "@/features/auth/viewer";
import { timeZoneOrDefault } from "@/features/digest/schedule/time-zones";
import {
  restartSubscription,
  type StartOutcome,
  subscribeVerifiedAddress,
} from "@/features/digest/subscription/mutations";
import { findSubscription } from "@/features/digest/subscription/queries";
import { sendConfirmation } from "@/features/digest/subscription/send-email";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, parseForm, requireSameOrigin } from "@/lib/http/handler";

const startForm = z.object({ token: z.string().optional(), timeZone: z.string().optional() });

type Start = {
  page: string;
  outcome: StartOutcome;
  /** The address to confirm again if the subscription is stopped */
  email: string | undefined;
};

async function startByLink(token: string, headers: Headers): Promise<Start> {
  const { subscriptionId, page } = await authorizeSubscription(token, headers);
  const outcome = await restartSubscription(subscriptionId, { source: "form", now: now() });
  const subscription = await findSubscription(subscriptionId);
  return { page, outcome, email: subscription?.email };
}

async function startByViewer(timeZone: string | undefined, headers: Headers): Promise<Start> {
  const viewer = await findViewer(headers);
  if (!viewer) throw new AppError("unauthorized", "You aren't signed in. Sign in first.");
  const outcome = await subscribeVerifiedAddress(viewer.email, {
    timeZone: timeZoneOrDefault(timeZone),
    now: now(),
  });
  return { page: "/settings", outcome, email: viewer.email };
}

/** Starts a subscription: restarts that of a signed link, or subscribes the viewer's verified address. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token, timeZone } = await parseForm(request, startForm);
  const { page, outcome, email } =
    token === undefined
      ? await startByViewer(timeZone, request.headers)
      : await startByLink(token, request.headers);
  if (outcome === "stopped" && email) after(() => sendConfirmation(email, { now: now() }));
  return redirectWithNotice(request, page, outcome);
});
