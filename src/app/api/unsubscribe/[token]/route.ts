import { z } from "zod";
import { env } from "@/env";
import { unsubscribe } from "@/features/digest/subscription/mutations";
import { parseUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, parseForm, redirectTo } from "@/lib/http/handler";

type Context = { params: Promise<{ token: string }> };

async function readToken({ params }: Context): Promise<{ token: string; subscriptionId: string }> {
  const { token } = await params;
  const subscriptionId = parseUnsubscribeToken(token, env().secret);
  if (!subscriptionId) throw new AppError("not_found", "This link isn't valid.");
  return { token, subscriptionId };
}

/** Redirects to the page with the button. Changes nothing, since mail scanners open every link. */
export const GET = createHandler(async (_request, context: Context) => {
  const { token } = await readToken(context);
  return redirectTo(`/unsubscribe/${token}`);
});

const unsubscribeForm = z.object({ from: z.string().optional() });

/** Returns whether this site's page sent the form. A mail program may send any body, or none. */
async function isFromPage(request: Request): Promise<boolean> {
  try {
    const { from } = await parseForm(request, unsubscribeForm);
    return from === "page";
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * Unsubscribes at once. RFC 8058 demands that a mail program's one-click POST needs no login, no
 * cookie and no redirect: the token alone authorizes it, whatever its origin. The page's own form is
 * redirected back to the page.
 */
export const POST = createHandler(async (request, context: Context) => {
  const { token, subscriptionId } = await readToken(context);
  const exists = await unsubscribe(subscriptionId, now());
  if (!exists) throw new AppError("not_found", "This subscription doesn't exist any more.");
  if (await isFromPage(request)) return redirectTo(`/unsubscribe/${token}`);
  return new Response("You are unsubscribed.\n", {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
});
