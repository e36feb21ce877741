import { setImmediate } from "node:timers/promises";
import type { Schedule } from "@/features/digest/schema";
import { formatSchedule } from "./describe";
import { getNextEdition } from "./edition";

/** When a schedule's next edition is due, and for how many readers. */
export type UpcomingEdition = {
  schedule: string;
  dueAt: Date;
  readers: number;
  isSiteSchedule: boolean;
};

/** So many schedules are looked at before others have their turn: some milliseconds. */
const PAGE = 50;

/**
 * The next edition of each schedule of readers and of the site's own, the soonest first. A zone that
 * can't be read hides nobody else's.
 */
export async function listUpcomingEditions(
  chosen: (Schedule & { readers: number })[],
  own: Schedule[],
  now: Date,
): Promise<UpcomingEdition[]> {
  const sites = new Set(own.map(formatSchedule));
  const read = new Set(chosen.map(formatSchedule));
  const unread = own.filter((one) => !read.has(formatSchedule(one)));
  const all = [...chosen, ...unread.map((one) => ({ ...one, readers: 0 }))];
  const coming: UpcomingEdition[] = [];
  for (const [index, { readers, ...schedule }] of all.entries()) {
    if (index % PAGE === PAGE - 1) await setImmediate();
    const text = formatSchedule(schedule);
    try {
      const { dueAt } = getNextEdition(schedule, now);
      coming.push({ schedule: text, dueAt, readers, isSiteSchedule: sites.has(text) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return coming.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || b.readers - a.readers);
}
