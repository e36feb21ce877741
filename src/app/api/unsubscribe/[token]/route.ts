import { env } from "@/env";
import { unsubscribe } from "@/features/digest/subscription/mutations";
import { parseUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readFields, redirectTo } from "@/lib/http";

type Context = { params: Promise<{ token: string }> };

async function parseToken({ params }: Context): Promise<{ token: string; id: string }> {
  const { token } = await params;
  const id = parseUnsubscribeToken(token, env().secret);
  if (!id) throw new AppError("not_found", "This link to unsubscribe is not one of ours.");
  return { token, id };
}

/** A mail scanner opens every link: a GET only leads to the page that asks. */
export const GET = createHandler(async (_request, context: Context) => {
  const { token } = await parseToken(context);
  return redirectTo(`/unsubscribe/${token}`);
});

/** Whether the page's own form was sent; a mail program's body may be anything, or nothing. */
async function isFromPage(request: Request): Promise<boolean> {
  try {
    return (await readFields(request)).from === "page";
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * RFC 8058's one-click POST, from a mail program: no login, no cookie, no redirect; the token is
 * the authority, so its origin isn't asked. The page's own form says so and is led back to it.
 */
export const POST = createHandler(async (request, context: Context) => {
  const { token, id } = await parseToken(context);
  const exists = await unsubscribe(id, now());
  if (!exists) throw new AppError("not_found", "There is no such subscription any more.");
  if (await isFromPage(request)) return redirectTo(`/unsubscribe/${token}`);
  return new Response("You are unsubscribed.\n", {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
});
