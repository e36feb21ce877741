import {
  findAddressChange,
  findSubscription,
  listSubscriberEmails,
  type SubscriberEmail,
  type Subscription,
} from "./queries";

/** What the page of a reader shows. */
export type SubscriptionPageData = {
  subscription: Subscription;
  /** The newest */
  emails: SubscriberEmail[];
  /** The address that a change waits for */
  pendingEmail: string | null;
};

const NEWEST = 30;
const CHANGE_LIFE = 48 * 60 * 60_000;

/** A reader with what belongs to them, or null where there is none. */
export async function findSubscriptionPageData(
  id: string,
  now: Date,
): Promise<SubscriptionPageData | null> {
  const subscription = await findSubscription(id);
  if (!subscription) return null;
  const [emails, change] = await Promise.all([
    listSubscriberEmails(id, NEWEST),
    findAddressChange(id),
  ]);
  const isOpen =
    change &&
    !(change.oldConfirmedAt && change.newConfirmedAt) &&
    now.getTime() - change.createdAt.getTime() < CHANGE_LIFE;
  return { subscription, emails, pendingEmail: isOpen ? change.email : null };
}
