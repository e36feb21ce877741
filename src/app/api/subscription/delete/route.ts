import { authorizeSubscription, tokenForm } from "@/app/_lib/subscription-access";
import { deleteSubscription } from "@/features/digest/subscription/mutations-delete";
import { hashToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { DAY } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import {
  createHandler,
  parseForm,
  redirectTo,
  requireSameOrigin,
  respondJson,
  wantsJson,
} from "@/lib/http/handler";
import { rememberOnce } from "@/lib/process-wide";
import { RecentResults } from "@/lib/recent-results";

/**
 * Deletions by the hash of the link that asked for them. The link of a deleted subscription can't be
 * verified any more, because its signature contains the address.
 */
const getRecentDeletions = () =>
  rememberOnce("recent deletions", () => new RecentResults<void>(DAY));

/**
 * Whether a form that found no subscription was sent by somebody who has deleted theirs. A signed-in
 * person without a subscription has nothing to delete; a link must be the one that deleted.
 */
async function isRepeated(error: unknown, token: string | undefined): Promise<boolean> {
  if (!(error instanceof AppError) || error.code !== "not_found") return false;
  if (token === undefined) return true;
  const deletion = getRecentDeletions().find(hashToken(token));
  await deletion;
  return deletion !== undefined;
}

async function deleteByForm(token: string | undefined, headers: Headers): Promise<void> {
  try {
    const { subscriptionId } = await authorizeSubscription(token, headers);
    const deletion = deleteSubscription(subscriptionId, now());
    if (token !== undefined) getRecentDeletions().set(hashToken(token), deletion);
    await deletion;
  } catch (error) {
    if (!(await isRepeated(error, token))) throw error;
  }
}

/** Deletes a subscription. A second click succeeds too: what the person asked for is done. */
export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token } = await parseForm(request, tokenForm);
  await deleteByForm(token, request.headers);
  return wantsJson(request)
    ? respondJson({ done: "deleted" })
    : redirectTo("/subscription/deleted");
});
