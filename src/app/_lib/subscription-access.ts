import { findViewer } from "@/features/auth/viewer";
import {
  findSubscription,
  findSubscriptionByLink,
  findSubscriptionId,
} from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import {
  createHandler,
  readFields,
  redirectTo,
  requireSameOrigin,
  respondJson,
  wantsJson,
} from "@/lib/http";

type Authority = {
  /** Whose subscription */
  id: string;
  /** The page that shows it */
  page: string;
};

async function idOfToken(token: string): Promise<string> {
  const read = await findSubscriptionByLink(token, now());
  if (!read) throw new AppError("not_found", "This link is not one of ours.");
  if (!read.expired) return read.id;
  throw new AppError("forbidden", "This link has lapsed. Open it once more to get a fresh one.");
}

async function idOfViewer(headers: Headers): Promise<string> {
  const viewer = await findViewer(headers);
  if (!viewer) throw new AppError("unauthorized", "Sign in first: nobody is signed in here.");
  const id = await findSubscriptionId(viewer.email);
  if (id) return id;
  throw new AppError("not_found", "No digest goes to your address yet: subscribe in the settings.");
}

/**
 * Who may see and change a subscription: who holds its signed link, or its signed-in owner. A link
 * that is told counts alone: it never falls back to the session.
 *
 * @throws AppError not_found, forbidden for a lapsed link, unauthorized
 */
export async function authorizeSubscription(
  token: string | undefined,
  headers: Headers,
): Promise<Authority> {
  const id = token === undefined ? await idOfViewer(headers) : await idOfToken(token);
  if (!(await findSubscription(id)))
    throw new AppError("not_found", "This subscription was deleted.");
  return { id, page: token === undefined ? "/settings" : `/subscription/${token}` };
}

/** Five lists of fifty entries of a hundred characters, each written as `%E6%9D%8E`. */
const LIMIT = 256 * 1024;

/** Back to the page that was written on, with what was done; the same as JSON for a script. */
export const redirectWithNotice = (request: Request, page: string, done: string): Response =>
  wantsJson(request)
    ? respondJson({ done, page: `${page}?done=${done}` })
    : redirectTo(`${page}?done=${done}`);

type Write = { fields: Record<string, string>; now: Date; request: Request };

/** A write to one subscription: `change` answers what was done, in the word that the page knows. */
export const subscriptionRoute = (change: (id: string, write: Write) => Promise<string>) =>
  createHandler(async (request) => {
    requireSameOrigin(request);
    const fields = await readFields(request, LIMIT);
    const { id, page } = await authorizeSubscription(fields.token, request.headers);
    return redirectWithNotice(request, page, await change(id, { fields, now: now(), request }));
  });
