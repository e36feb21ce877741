import { setImmediate } from "node:timers/promises";
import type { Schedule } from "@/features/digest/schema";
import { scheduleText } from "./describe";
import { nextEdition } from "./edition";

/** When a schedule's next edition is due, and for how many readers. */
export type Coming = { schedule: string; dueAt: Date; readers: number; isSites: boolean };

/** So many schedules are looked at before others have their turn: some milliseconds. */
const PAGE = 50;

/**
 * The next edition of each schedule of readers and of the site's own, the soonest first. A zone that
 * can't be read hides nobody else's.
 */
export async function comingEditions(
  chosen: (Schedule & { readers: number })[],
  own: Schedule[],
  now: Date,
): Promise<Coming[]> {
  const sites = new Set(own.map(scheduleText));
  const read = new Set(chosen.map(scheduleText));
  const unread = own.filter((one) => !read.has(scheduleText(one)));
  const all = [...chosen, ...unread.map((one) => ({ ...one, readers: 0 }))];
  const coming: Coming[] = [];
  for (const [index, { readers, ...schedule }] of all.entries()) {
    if (index % PAGE === PAGE - 1) await setImmediate();
    const text = scheduleText(schedule);
    try {
      const { dueAt } = nextEdition(schedule, now);
      coming.push({ schedule: text, dueAt, readers, isSites: sites.has(text) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return coming.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || b.readers - a.readers);
}
