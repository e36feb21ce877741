import { RHYTHMS, type Schedule } from "@/features/digest/schema";
import { addDays, type Day, findStartOfHour, getWeekday, parseDay, toZonedDay } from "@/lib/day";

/** A schedule on one of its dates. */
export type Edition = Omit<Schedule, "weekday"> & {
  /** Calendar date in the zone */
  date: string;
};

/**
 * Formats an edition's name, `daily/2026-03-05/07/Europe/Berlin`. It identifies the issue, and is its
 * address below /digest.
 */
export const formatEditionName = ({ rhythm, date, hour, timeZone }: Edition): string =>
  `${rhythm}/${date}/${String(hour).padStart(2, "0")}/${timeZone}`;

/** Parses an edition's name; null if it isn't one. The edition needn't have an issue. */
export function parseEdition(name: string): Edition | null {
  const match = /^(\w+)\/(\d{4}-\d{2}-\d{2})\/([01]\d|2[0-3])\/([\w+\-/]{1,60})$/.exec(name);
  const [, rhythmName = "", dateText = "", hour = "", timeZone = ""] = match ?? [];
  const rhythm = RHYTHMS.find((name) => name === rhythmName);
  const date = parseDay(dateText);
  return rhythm && date ? { rhythm, date, hour: Number(hour), timeZone } : null;
}

/** An edition and the instant at which its hour begins. */
export type ScheduledEdition = { edition: Edition; dueAt: Date };

function isScheduledOn({ rhythm, weekday }: Schedule, date: Day): boolean {
  const weekdayOfDate = getWeekday(date);
  switch (rhythm) {
    case "daily":
      return true;
    case "weekdays":
      return weekdayOfDate >= 1 && weekdayOfDate <= 5;
    case "weekly":
      return weekdayOfDate === weekday;
    case "monthly":
      return date.endsWith("-01");
  }
}

/** Returns the edition of a date, or null if the date isn't the schedule's or the zone skipped it. */
function findEditionOn(schedule: Schedule, date: Day): ScheduledEdition | null {
  if (!isScheduledOn(schedule, date)) return null;
  const { rhythm, hour, timeZone } = schedule;
  const dueAt = findStartOfHour(date, hour, timeZone);
  return dueAt && { edition: { rhythm, hour, timeZone, date }, dueAt };
}

/** Two editions of a schedule are at most a month and a day apart. */
const MAX_DAYS_BETWEEN_EDITIONS = 32;

/** Yields a schedule's editions from a date on, towards later (1) or earlier (-1) dates. */
function* iterateEditions(
  schedule: Schedule,
  from: Day,
  step: 1 | -1,
): Generator<ScheduledEdition> {
  for (let days = 0; days <= MAX_DAYS_BETWEEN_EDITIONS; days += 1) {
    const due = findEditionOn(schedule, addDays(from, days * step));
    if (due) yield due;
  }
}

/** 40 days of a daily schedule, three years of a monthly one. */
const MAX_EARLIER_EDITIONS = 40;

/** Lists the names of the editions that a schedule has before one of them, the latest first. */
export function listEarlierEditionNames(
  schedule: Schedule,
  { rhythm, hour, timeZone, date }: Edition,
): string[] {
  const names: string[] = [];
  for (let day = addDays(date, -1); names.length < MAX_EARLIER_EDITIONS; day = addDays(day, -1)) {
    if (isScheduledOn(schedule, day)) {
      names.push(formatEditionName({ rhythm, hour, timeZone, date: day }));
    }
  }
  return names;
}

/** Returns the latest edition whose hour has begun, however long ago. */
export function getLatestEdition(schedule: Schedule, now: Date): ScheduledEdition {
  for (const due of iterateEditions(schedule, toZonedDay(now, schedule.timeZone), -1)) {
    if (due.dueAt <= now) return due;
  }
  throw new Error(`no edition before ${now.toISOString()}`);
}

/** Returns the next edition: the first whose hour begins after `now`. */
export function getNextEdition(schedule: Schedule, now: Date): ScheduledEdition {
  for (const due of iterateEditions(schedule, toZonedDay(now, schedule.timeZone), 1)) {
    if (due.dueAt > now) return due;
  }
  throw new Error(`no edition after ${now.toISOString()}`);
}
