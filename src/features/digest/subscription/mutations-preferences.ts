import { db } from "@/db/client";
import { EMAIL_INTERVAL_MS } from "@/features/digest/limits";
import { getCurrentZoneName } from "@/features/digest/schedule/zone-names";
import { type Preferences, serializeTopics } from "@/features/digest/schema";
import { AppError } from "@/lib/errors";

/** If one of these changes, a new schedule begins: editions that were due earlier aren't sent. */
const SCHEDULE_FIELDS = ["rhythm", "weekday", "hour", "timeZone"] as const;

/** Stores a subscription's preferences. Uses the primary key. @throws AppError not_found */
export async function savePreferences(
  id: string,
  preferences: Preferences,
  now: Date,
): Promise<void> {
  await db().$transaction(async (transaction) => {
    const before = await transaction.subscription.findUnique({
      where: { id, state: { not: "deleted" } },
    });
    if (!before) throw new AppError("not_found", "This subscription doesn't exist any more.");
    // The form offers the current name of a zone that may be stored by its old one: that is no change.
    const isSameZone = getCurrentZoneName(before.timeZone) === preferences.timeZone;
    const timeZone = isSameZone ? before.timeZone : preferences.timeZone;
    const saved = { ...preferences, timeZone };
    const isNewSchedule = SCHEDULE_FIELDS.some((field) => before[field] !== saved[field]);
    await transaction.subscription.update({
      where: { id },
      data: {
        ...saved,
        topics: serializeTopics(preferences.topics),
        scheduledAt: isNewSchedule ? now : undefined,
      },
    });
  });
}

/**
 * Records that a link to the preferences is being emailed. Returns false if one was emailed within
 * `EMAIL_INTERVAL_MS`, or if the subscription is neither active nor unsubscribed. Of several calls at
 * once, one returns true. Uses the primary key.
 */
export async function claimLinkEmail(id: string, now: Date): Promise<boolean> {
  const earlier = new Date(now.getTime() - EMAIL_INTERVAL_MS);
  const { count } = await db().subscription.updateMany({
    where: {
      id,
      state: { in: ["active", "unsubscribed"] },
      OR: [{ linkMailedAt: null }, { linkMailedAt: { lte: earlier } }],
    },
    data: { linkMailedAt: now },
  });
  return count === 1;
}

/** Clears that record, for an email that certainly wasn't sent. Uses the primary key. */
export async function releaseLinkEmail(id: string): Promise<void> {
  await db().subscription.updateMany({ where: { id }, data: { linkMailedAt: null } });
}
