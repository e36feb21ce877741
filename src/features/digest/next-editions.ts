import { nextEdition } from "./edition";
import { scheduleText } from "./schedule-words";
import type { Schedule } from "./schema";

/** When a schedule's next edition is due, and for how many readers. */
export type Coming = { schedule: string; dueAt: Date; readers: number; isSites: boolean };

const isSame = (one: Schedule, other: Schedule) => scheduleText(one) === scheduleText(other);

/** The site's own, which it makes whoever reads them: at the digest's hour. */
export const siteSchedules = (hour: number, timeZone: string): Schedule[] =>
  (["daily", "weekly", "monthly"] as const).map((rhythm) => ({
    ...{ rhythm, weekday: 1, hour, timeZone },
  }));

/** The next edition of each schedule of readers and of the site's own, the soonest first. */
export function comingEditions(
  chosen: (Schedule & { readers: number })[],
  own: Schedule[],
  now: Date,
): Coming[] {
  const unread = own
    .filter((schedule) => !chosen.some((other) => isSame(schedule, other)))
    .map((schedule) => ({ ...schedule, readers: 0 }));
  return [...chosen, ...unread]
    .map(({ readers, ...schedule }) => ({
      schedule: scheduleText(schedule),
      dueAt: nextEdition(schedule, now).dueAt,
      readers,
      isSites: own.some((other) => isSame(schedule, other)),
    }))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || b.readers - a.readers);
}
