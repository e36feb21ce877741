import { db } from "@/db/client";

/** The migration that gave each subscription an hour and a time zone of its own. */
export const SCHEDULES_MIGRATION = "20261125030000_digest";

/**
 * Gives all subscriptions the site's hour and time zone, so that earlier subscribers keep getting
 * their email at the same time. Runs right after that migration, which can't read settings.
 */
export async function backfillSchedules(site: { hour: number; timeZone: string }): Promise<void> {
  const { hour, timeZone } = site;
  await db().subscription.updateMany({ data: { hour, timeZone } });
}
