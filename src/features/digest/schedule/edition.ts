import { RHYTHMS, type Schedule } from "@/features/digest/schema";
import {
  addDays,
  type Day,
  findStartOfHour,
  parseDay,
  toZonedDay,
  getWeekday as weekdayOf,
} from "@/lib/day";

/** A schedule on one of its dates. */
export type Edition = Omit<Schedule, "weekday"> & {
  /** Calendar date in the zone */
  date: string;
};

/** `daily/2026-03-05/07/Europe/Berlin`: what is unique of an issue, and its address below /digest. */
export const formatEditionName = ({ rhythm, date, hour, timeZone }: Edition): string =>
  `${rhythm}/${date}/${String(hour).padStart(2, "0")}/${timeZone}`;

/** An edition by its name, or null where it is none's. Whether it was ever made is another question. */
export function parseEdition(name: string): Edition | null {
  const match = /^(\w+)\/(\d{4}-\d{2}-\d{2})\/([01]\d|2[0-3])\/([\w+\-/]{1,60})$/.exec(name);
  const rhythm = RHYTHMS.find((one) => one === match?.[1]);
  const date = parseDay(match?.[2] ?? "");
  const timeZone = match?.[4];
  return rhythm && date && timeZone ? { rhythm, date, hour: Number(match?.[3]), timeZone } : null;
}

/** An edition and the instant at which its hour begins. */
export type Due = { edition: Edition; dueAt: Date };

function isScheduledOn({ rhythm, weekday }: Schedule, date: Day): boolean {
  const on = weekdayOf(date);
  if (rhythm === "weekdays") return on >= 1 && on <= 5;
  if (rhythm === "weekly") return on === weekday;
  return rhythm === "daily" || date.endsWith("-01");
}

function findEditionOn({ rhythm, hour, timeZone }: Schedule, date: Day): Due | null {
  const dueAt = findStartOfHour(date, hour, timeZone);
  return dueAt && { edition: { rhythm, hour, timeZone, date }, dueAt };
}

/** A month and a day: further apart no two editions are. */
const MAX_DAYS_BETWEEN_EDITIONS = 32;

/** The dates of a schedule from one on, towards later (1) or earlier (-1) ones. */
function* iterateEditions(schedule: Schedule, from: Day, step: 1 | -1): Generator<Due> {
  for (let days = 0; days <= MAX_DAYS_BETWEEN_EDITIONS; days += 1) {
    const date = addDays(from, days * step);
    const due = isScheduledOn(schedule, date) ? findEditionOn(schedule, date) : null;
    if (due) yield due;
  }
}

/** So many editions back one is looked for: 40 days of a daily one, three years of a monthly one. */
const MAX_EARLIER_EDITIONS = 40;

/** The names of the editions that a schedule has before one, the latest first. */
export function listEarlierEditionNames(
  schedule: Schedule,
  { rhythm, hour, timeZone, date }: Edition,
): string[] {
  const names: string[] = [];
  for (let day = addDays(date, -1); names.length < MAX_EARLIER_EDITIONS; day = addDays(day, -1)) {
    if (isScheduledOn(schedule, day))
      names.push(formatEditionName({ rhythm, hour, timeZone, date: day }));
  }
  return names;
}

/** The latest edition whose hour has begun, however long ago. */
export function getLatestEdition(schedule: Schedule, now: Date): Due {
  for (const due of iterateEditions(schedule, toZonedDay(now, schedule.timeZone), -1)) {
    if (due.dueAt <= now) return due;
  }
  throw new Error(`no edition before ${now.toISOString()}`);
}

/** The next edition, its hour being later than `now`. */
export function getNextEdition(schedule: Schedule, now: Date): Due {
  for (const due of iterateEditions(schedule, toZonedDay(now, schedule.timeZone), 1)) {
    if (due.dueAt > now) return due;
  }
  throw new Error(`no edition after ${now.toISOString()}`);
}
