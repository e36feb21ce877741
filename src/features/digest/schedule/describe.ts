import { RHYTHM_NAMES } from "@/features/digest/issue/links";
import type { Rhythm, Schedule } from "@/features/digest/schema";
import { formatLongDay, formatShortDay } from "@/lib/day";
import { type Due, getNextEdition, parseEdition } from "./edition";

/** 0 is Sunday. */
export const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

export const RHYTHM_LABELS: Record<Rhythm, string> = {
  daily: "Every day",
  weekdays: "Monday to Friday",
  weekly: "Once a week",
  monthly: "On the first of each month",
};

export const formatHour = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** `Weekly on Monday, 07:00 Europe/Berlin` */
export function formatSchedule({ rhythm, weekday, hour, timeZone }: Schedule): string {
  const day = rhythm === "weekly" ? ` on ${WEEKDAYS[weekday]}` : "";
  return `${RHYTHM_NAMES[rhythm]}${day}, ${formatHour(hour)} ${timeZone}`;
}

/** `Daily · Mar 5, 2026 · 07:00 Europe/Berlin`; what is no edition's name as it stands. */
export function formatEdition(name: string): string {
  const edition = parseEdition(name);
  if (!edition) return name;
  const { rhythm, date, hour, timeZone } = edition;
  return `${RHYTHM_NAMES[rhythm]} · ${formatShortDay(date)} · ${formatHour(hour)} ${timeZone}`;
}

/** `daily at 07:00 Europe/Berlin`, `weekly on Monday at 07:00 UTC` */
export function scheduleInWords({ rhythm, weekday, hour, timeZone }: Schedule): string {
  const days = {
    ...{ daily: "daily", weekdays: "on weekdays", monthly: "monthly" },
    weekly: `weekly on ${WEEKDAYS[weekday]}`,
  };
  return `${days[rhythm]} at ${formatHour(hour)} ${timeZone}`;
}

/** `Thursday, March 5, 2026 at 07:00 (Europe/Berlin)` */
export const formatDueTime = ({ edition: { date, hour, timeZone } }: Due): string =>
  `${formatLongDay(date)} at ${formatHour(hour)} (${timeZone.replaceAll("_", " ")})`;

type EmailHistory = {
  pausedUntil: Date | null;
  /** Dates that have a delivery already: a reader has one mail a date */
  emailedOn: string[];
  now: Date;
};

/** The next edition that can come to an active reader. */
export function getNextEmail(
  schedule: Schedule,
  { pausedUntil, emailedOn, now }: EmailHistory,
): Due {
  let due = getNextEdition(schedule, pausedUntil && pausedUntil > now ? pausedUntil : now);
  while (emailedOn.includes(due.edition.date)) due = getNextEdition(schedule, due.dueAt);
  return due;
}
