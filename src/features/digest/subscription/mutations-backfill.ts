import { db } from "@/db/client";

/** The migration that gave each subscription an hour and a time zone of its own. */
export const SCHEDULES_MIGRATION = "20261125030000_digest";

/**
 * Gives all subscriptions the site's hour and time zone. Runs right after that migration, which can't
 * read settings, so that earlier subscribers get their email when they got it before.
 */
export async function backfillSchedules(site: { hour: number; timeZone: string }): Promise<void> {
  const { hour, timeZone } = site;
  await db().subscription.updateMany({ data: { hour, timeZone } });
}
