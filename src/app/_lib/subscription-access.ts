import { z } from "zod";
import { findViewer } from "@/features/auth/viewer";
import {
  findSubscription,
  findSubscriptionByLink,
  findSubscriptionId,
} from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import {
  parseForm,
  redirectTo,
  requireSameOrigin,
  respondJson,
  wantsJson,
} from "@/lib/http/handler";

/** The field of every form that changes a subscription: the signed link's token, absent for a session. */
export const tokenForm = z.object({ token: z.string().optional() });

type Access = {
  subscriptionId: string;
  /** The page that shows the subscription */
  page: string;
};

async function findIdByToken(token: string): Promise<string> {
  const link = await findSubscriptionByLink(token, now());
  if (!link) throw new AppError("not_found", "This link isn't valid.");
  if (!link.expired) return link.id;
  throw new AppError("forbidden", "This link has expired. Open it again to get a new one.");
}

async function findIdByViewer(headers: Headers): Promise<string> {
  const viewer = await findViewer(headers);
  if (!viewer) throw new AppError("unauthorized", "You aren't signed in. Sign in first.");
  const id = await findSubscriptionId(viewer.email);
  if (id) return id;
  throw new AppError("not_found", "Your address isn't subscribed yet. Subscribe in the settings.");
}

/**
 * Returns the subscription that a request may see and change: the one of its signed link or, without a
 * link, the one of the signed-in viewer. A link that isn't valid never falls back to the session.
 *
 * @throws AppError not_found, forbidden for an expired link, unauthorized
 */
export async function authorizeSubscription(
  token: string | undefined,
  headers: Headers,
): Promise<Access> {
  const id = token === undefined ? await findIdByViewer(headers) : await findIdByToken(token);
  if (!(await findSubscription(id))) {
    throw new AppError("not_found", "This subscription was deleted.");
  }
  return { subscriptionId: id, page: token === undefined ? "/settings" : `/subscription/${token}` };
}

/** Fits five lists of 50 entries of 100 characters, each escaped to nine bytes like `%E6%9D%8E`. */
const MAX_FORM_BYTES = 256 * 1024;

/**
 * Reads a form that changes a subscription, and authorizes it.
 *
 * @throws AppError as `authorizeSubscription` does, and forbidden if another site sent the form
 */
export async function authorizeForm<Schema extends z.ZodType<{ token?: string | undefined }>>(
  request: Request,
  schema: Schema,
): Promise<Access & { form: z.output<Schema> }> {
  requireSameOrigin(request);
  const form = await parseForm(request, schema, MAX_FORM_BYTES);
  return { ...(await authorizeSubscription(form.token, request.headers)), form };
}

/**
 * Redirects to the page of a form. The page shows the notice named `done`. A script that asks for JSON
 * gets the same as JSON.
 */
export function redirectWithNotice(request: Request, page: string, done: string): Response {
  const location = `${page}?done=${done}`;
  return wantsJson(request) ? respondJson({ done, page: location }) : redirectTo(location);
}
