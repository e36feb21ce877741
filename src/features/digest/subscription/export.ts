import { formatHour, RHYTHM_LABELS, WEEKDAYS } from "@/features/digest/schedule/describe";
import {
  findAddressChange,
  findSubscription,
  listSubscriberBounces,
  listSubscriberEmails,
} from "./queries";

/** Everything we know about an address, in names that explain themselves; null for no reader of ours. */
export async function collectPersonalData(id: string) {
  const reader = await findSubscription(id);
  if (!reader) return null;
  const { state, rhythm, weekday, hour } = reader;
  // The file keeps the name that it had when it was first offered.
  const { excluded, ...topics } = reader.topics;
  const mails = await listSubscriberEmails(id);
  return {
    address: reader.email,
    state,
    subscription: {
      askedAt: reader.createdAt,
      agreedAt: reader.confirmedAt,
      agreedBy: reader.consentSource,
      confirmationMailedAt: reader.confirmMailedAt,
      linkMailedAt: reader.linkMailedAt,
      scheduleHoldsSince: reader.scheduledAt,
      unsubscribedAt: reader.unsubscribedAt,
      pausedUntil: reader.pausedUntil,
      stopped: reader.stoppedAt && {
        at: reader.stoppedAt,
        why: reader.stoppedBy,
        answer: reader.stopAnswer,
      },
      bounceScore: reader.bounceScore,
    },
    choices: {
      howOften: RHYTHM_LABELS[rhythm],
      weekday: rhythm === "weekly" ? WEEKDAYS[weekday] : null,
      hour: formatHour(hour),
      timeZone: reader.timeZone,
      mostPapers: reader.size,
      topics: { ...topics, without: excluded },
    },
    addressChange: await findAddressChange(id),
    mails: mails.map(({ papers, ...mail }) => ({
      ...mail,
      papers: papers.map((paper) => ({ id: paper.id, title: paper.title })),
    })),
    bounces: await listSubscriberBounces(id),
  };
}
