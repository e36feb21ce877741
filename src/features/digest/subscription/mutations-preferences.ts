import { db } from "@/db/client";
import { type Preferences, serializeTopics } from "@/features/digest/schema";
import { AppError } from "@/lib/errors";

const PAUSE = 14 * 24 * 60 * 60_000;

/** What an edition is due by: whoever changes one of these begins a new schedule. */
const SCHEDULE = ["rhythm", "weekday", "hour", "timeZone"] as const;

/** Keeps what a reader chose. By primary key. @throws AppError not_found */
export async function savePreferences(
  id: string,
  preferences: Preferences,
  now: Date,
): Promise<void> {
  await db().$transaction(async (transaction) => {
    const before = await transaction.subscription.findUnique({
      where: { id, state: { not: "deleted" } },
    });
    if (!before) throw new AppError("not_found", "There is no such subscription any more.");
    const moved = SCHEDULE.some((name) => before[name] !== preferences[name]);
    await transaction.subscription.update({
      where: { id },
      data: {
        ...preferences,
        topics: serializeTopics(preferences.topics),
        ...(moved && { scheduledAt: now }),
      },
    });
  });
}

/** No digest for two weeks from now on. By primary key. @throws AppError bad_request */
export async function pauseSubscription(id: string, now: Date): Promise<void> {
  const { count } = await db().subscription.updateMany({
    where: { id, state: "active" },
    data: { pausedUntil: new Date(now.getTime() + PAUSE) },
  });
  if (count === 0) {
    throw new AppError("bad_request", "No digest goes to this address: there is nothing to pause.");
  }
}

/** Ends a pause, if there is one: what came out during it is not sent late. By primary key. */
export async function resumeSubscription(id: string, now: Date): Promise<void> {
  await db().subscription.updateMany({
    where: { id, state: "active", pausedUntil: { not: null } },
    data: { pausedUntil: null, scheduledAt: now },
  });
}

const LINK_PAUSE = 24 * 60 * 60_000;

/** Notes that a link to the choices is mailed. False: one was, within a day. By primary key. */
export async function claimLinkEmail(id: string, now: Date): Promise<boolean> {
  const { count } = await db().subscription.updateMany({
    where: {
      id,
      state: { in: ["active", "unsubscribed"] },
      OR: [{ linkMailedAt: null }, { linkMailedAt: { lte: new Date(now.getTime() - LINK_PAUSE) } }],
    },
    data: { linkMailedAt: now },
  });
  return count === 1;
}

/** Takes that back where the mail certainly never left. By primary key. */
export async function releaseLinkEmail(id: string): Promise<void> {
  await db().subscription.updateMany({ where: { id }, data: { linkMailedAt: null } });
}
