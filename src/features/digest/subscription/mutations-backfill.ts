import { db } from "@/db/client";

/** The migration that gave each reader an hour and a zone of their own. */
export const SCHEDULES_MIGRATION = "20261125030000_digest";

/**
 * Gives everybody the site's hour and zone: right after that migration, which knows no settings, so
 * that readers of before are mailed when they were until then.
 */
export async function backfillSchedules(usual: { hour: number; timeZone: string }): Promise<void> {
  const { hour, timeZone } = usual;
  await db().subscription.updateMany({ data: { hour, timeZone } });
}
