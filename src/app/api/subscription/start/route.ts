import { after } from "next/server";
import { authorityOf, wentBack } from "@/app/_lib/subscription-access";
import { findViewer } from "@/features/auth/viewer";
import { usualTimeZone } from "@/features/digest/schedule/time-zones";
import { startAgain, subscribeAtOnce } from "@/features/digest/subscription/mutations-start";
import { findReader } from "@/features/digest/subscription/queries";
import { mailConfirmation } from "@/features/digest/subscription/send-email";
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
    const ask = { timeZone: usualTimeZone(timeZone), now: now() };
    const started = await subscribeAtOnce(viewer.email, ask);
    if (started === "stopped") after(() => mailConfirmation(viewer.email, { now: now() }));
    return wentBack(request, "/settings", started);
  }
  const { id, page } = await authorityOf(token, request.headers);
  const started = await startAgain(id, { source: "form", now: now() });
  const reader = await findReader(id);
  if (reader && started === "stopped") {
    after(() => mailConfirmation(reader.email, { now: now() }));
  }
  return wentBack(request, page, started);
});
