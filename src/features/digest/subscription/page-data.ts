import { CONFIRMATION_MS } from "@/features/digest/limits";
import {
  findAddressChange,
  findSubscription,
  listSubscriberEmails,
  type SubscriberEmail,
  type Subscription,
} from "./queries";

/** The data of a subscription's page. */
export type SubscriptionPageData = {
  subscription: Subscription;
  /** The newest emails, newest first */
  emails: SubscriberEmail[];
  /** The new address of a change that isn't confirmed from both addresses yet */
  pendingEmail: string | null;
};

const MAX_EMAILS_ON_PAGE = 30;

type AddressChange = NonNullable<Awaited<ReturnType<typeof findAddressChange>>>;

function isPending(change: AddressChange, now: Date): boolean {
  const isComplete = change.oldConfirmedAt !== null && change.newConfirmedAt !== null;
  const age = now.getTime() - change.createdAt.getTime();
  return !isComplete && age < CONFIRMATION_MS;
}

/** Returns the data of a subscription's page, or null if there is no such subscription. */
export async function findSubscriptionPageData(
  id: string,
  now: Date,
): Promise<SubscriptionPageData | null> {
  const subscription = await findSubscription(id);
  if (!subscription) return null;
  const [emails, change] = await Promise.all([
    listSubscriberEmails(id, MAX_EMAILS_ON_PAGE),
    findAddressChange(id),
  ]);
  const pendingEmail = change && isPending(change, now) ? change.email : null;
  return { subscription, emails, pendingEmail };
}
