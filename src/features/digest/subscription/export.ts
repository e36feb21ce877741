import { formatHour, RHYTHM_LABELS, WEEKDAYS } from "@/features/digest/schedule/describe";
import {
  findAddressChange,
  findSubscription,
  listSubscriberBounces,
  listSubscriberEmails,
} from "./queries";

/**
 * Collects everything stored about a subscriber, or returns null if there is no such subscription. It
 * is the file that subscribers download: its field names are stable.
 */
export async function collectPersonalData(id: string) {
  const subscription = await findSubscription(id);
  if (!subscription) return null;
  const { state, rhythm, weekday, hour } = subscription;
  const { excluded, ...topics } = subscription.topics;
  const emails = await listSubscriberEmails(id);
  return {
    address: subscription.email,
    state,
    subscription: {
      askedAt: subscription.createdAt,
      agreedAt: subscription.confirmedAt,
      agreedBy: subscription.consentSource,
      confirmationMailedAt: subscription.confirmMailedAt,
      linkMailedAt: subscription.linkMailedAt,
      scheduleHoldsSince: subscription.scheduledAt,
      unsubscribedAt: subscription.unsubscribedAt,
      pausedUntil: subscription.pausedUntil,
      stopped: subscription.stoppedAt && {
        at: subscription.stoppedAt,
        why: subscription.stoppedBy,
        answer: subscription.stopAnswer,
      },
      bounceScore: subscription.bounceScore,
    },
    choices: {
      howOften: RHYTHM_LABELS[rhythm],
      weekday: rhythm === "weekly" ? WEEKDAYS[weekday] : null,
      hour: formatHour(hour),
      timeZone: subscription.timeZone,
      mostPapers: subscription.size,
      topics: { ...topics, without: excluded },
    },
    addressChange: await findAddressChange(id),
    mails: emails.map(({ papers, ...email }) => ({
      ...email,
      papers: papers.map((paper) => ({ id: paper.id, title: paper.title })),
    })),
    bounces: await listSubscriberBounces(id),
  };
}
