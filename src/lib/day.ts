import { tz, tzOffset } from "@date-fns/tz";
import { utc } from "@date-fns/utc";
import {
  addDays as addDaysTo,
  endOfISOWeek,
  format,
  formatISO,
  getISOWeek,
  getISOWeeksInYear,
  getISOWeekYear,
  lastDayOfMonth,
  setISOWeek,
  startOfISOWeek,
} from "date-fns";
import { DAY, MINUTE } from "./duration";

/** A calendar day in UTC, `YYYY-MM-DD`. */
export type Day = string;

/** `day` 2026-02-19 · `week` 2026-W08 (ISO 8601) · `month` 2026-02 */
export type Period = { kind: "day" | "week" | "month"; key: string; first: Day; last: Day };

const MIN_YEAR = 1990;
const MAX_YEAR = 2200;

const inUtc = { in: utc };
/** Returns noon, which stays on the same day in UTC when date-fns adds or rounds. */
const toNoon = (day: Day) => new Date(`${day}T12:00:00.000Z`);
const isYearInRange = (year: number) => year >= MIN_YEAR && year <= MAX_YEAR;

/** Returns the day of an instant in UTC. */
export const toUtcDay = (instant: Date): Day => instant.toISOString().slice(0, 10);

/** Returns the calendar day of an instant in an IANA time zone. */
export const toZonedDay = (instant: Date, zone: string): Day =>
  formatISO(instant, { in: tz(zone), representation: "date" });

/** Returns the hour, 0–23, of an instant in an IANA time zone. */
export const toZonedHour = (instant: Date, zone: string): number =>
  Number(format(instant, "H", { in: tz(zone) }));

/**
 * Finds the first instant of an hour on a calendar day in an IANA time zone. If clocks go back and the
 * hour comes twice, returns the earlier one; if clocks skip the hour, the instant of the change. Returns
 * null on a day that the zone skipped.
 */
export function findStartOfHour(day: Day, hour: number, zone: string): Date | null {
  const wall = Date.parse(`${day}T${String(hour).padStart(2, "0")}:00:00.000Z`);
  const offsets = [-1, 1].map((side) => tzOffset(zone, new Date(wall + side * DAY)));
  const instants = offsets.map((offset) => new Date(wall - offset * MINUTE));
  const exact = instants
    .filter((instant) => tzOffset(zone, instant) * MINUTE === wall - instant.getTime())
    .toSorted((a, b) => a.getTime() - b.getTime());
  // With the offset from before the change, a skipped hour falls on the change itself.
  const start = exact[0] ?? instants[0];
  return start && toZonedDay(start, zone) === day ? start : null;
}

export const addDays = (day: Day, days: number): Day =>
  toUtcDay(addDaysTo(toNoon(day), days, inUtc));

/** Returns the day of the week; 0 is Sunday. */
export const getWeekday = (day: Day): number => toNoon(day).getUTCDay();

/** Formats a day as `Thursday, February 19, 2026`. */
export const formatLongDay = (day: Day): string => format(toNoon(day), "EEEE, MMMM d, y", inUtc);

/** Formats a day as `Thursday, February 19`. */
export const formatDayWithoutYear = (day: Day): string =>
  format(toNoon(day), "EEEE, MMMM d", inUtc);

/** Formats a day as `Feb 19, 2026`. */
export const formatShortDay = (day: Day): string => format(toNoon(day), "MMM d, y", inUtc);

/** Parses `2026-02-19`; null if there is no such day, or it is outside 1990–2200. */
export function parseDay(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const instant = new Date(`${text}T00:00:00.000Z`);
  if (Number.isNaN(instant.getTime()) || toUtcDay(instant) !== text) return null;
  return isYearInRange(instant.getUTCFullYear()) ? text : null;
}

export const toDayPeriod = (day: Day): Period => ({ kind: "day", key: day, first: day, last: day });

/** Returns the ISO week that contains a day. */
export function toWeek(day: Day): Period {
  const date = toNoon(day);
  const week = String(getISOWeek(date, inUtc)).padStart(2, "0");
  return {
    kind: "week",
    key: `${getISOWeekYear(date, inUtc)}-W${week}`,
    first: toUtcDay(startOfISOWeek(date, inUtc)),
    last: toUtcDay(endOfISOWeek(date, inUtc)),
  };
}

/** Returns the month that contains a day. */
export function toMonth(day: Day): Period {
  const key = day.slice(0, 7);
  const first = `${key}-01`;
  return { kind: "month", key, first, last: toUtcDay(lastDayOfMonth(toNoon(first), inUtc)) };
}

/** Parses `2026-W08`; null if the year has no such week. */
export function parseWeek(text: string): Period | null {
  const match = /^(\d{4})-W(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, week] = [Number(match[1]), Number(match[2])];
  // January 4 is always in week 1.
  const january = toNoon(`${match[1]}-01-04`);
  if (!isYearInRange(year) || week < 1 || week > getISOWeeksInYear(january, inUtc)) return null;
  return toWeek(toUtcDay(setISOWeek(january, week, inUtc)));
}

/** Parses `2026-02`; null if there is no such month. */
export function parseMonth(text: string): Period | null {
  const first = parseDay(`${text}-01`);
  return first ? toMonth(first) : null;
}

/** Formats `Week 8, February 16 – 22, 2026`, `February 2026` or `Thursday, February 19, 2026`. */
export function formatPeriod({ kind, key, first, last }: Period): string {
  if (kind === "day") return formatLongDay(first);
  if (kind === "month") return format(toNoon(first), "MMMM y", inUtc);
  const sameMonth = first.slice(0, 7) === last.slice(0, 7);
  const end = format(toNoon(last), sameMonth ? "d, y" : "MMMM d, y", inUtc);
  return `Week ${Number(key.slice(6))}, ${format(toNoon(first), "MMMM d", inUtc)} – ${end}`;
}

/** Parses a period's key; null if there is no such period of that kind. */
export function parsePeriod(kind: Period["kind"], key: string): Period | null {
  if (kind === "week") return parseWeek(key);
  if (kind === "month") return parseMonth(key);
  const day = parseDay(key);
  return day ? toDayPeriod(day) : null;
}
