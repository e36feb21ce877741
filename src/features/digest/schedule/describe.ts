import type { Rhythm, Schedule } from "@/features/digest/schema";
import { formatLongDay, formatShortDay } from "@/lib/day";
import { parseEdition, type ScheduledEdition } from "./edition";
import { formatZone } from "./zone-names";

/** The names of the weekdays by number: 0 is Sunday. */
export const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];

/** One word for each rhythm, for titles and lists. */
export const RHYTHM_NAMES: Record<Rhythm, string> = {
  daily: "Daily",
  weekdays: "Weekdays",
  weekly: "Weekly",
  monthly: "Monthly",
};

/** The rhythms as the preferences form offers them. */
export const RHYTHM_LABELS: Record<Rhythm, string> = {
  daily: "Every day",
  weekdays: "Monday to Friday",
  weekly: "Once a week",
  monthly: "On the first of each month",
};

/** Formats an hour from 0 to 23 as `07:00`. */
export const formatHour = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** Formats a schedule as `Daily at 07:00 Europe/Berlin` or `Weekly on Monday at 07:00 UTC`. */
export function formatSchedule({ rhythm, weekday, hour, timeZone }: Schedule): string {
  const day = rhythm === "weekly" ? ` on ${WEEKDAYS[weekday]}` : "";
  return `${RHYTHM_NAMES[rhythm]}${day} at ${formatHour(hour)} ${formatZone(timeZone)}`;
}

/**
 * Formats an edition's name as `Daily · Mar 5, 2026 · 07:00 Europe/Berlin`. Returns any other text
 * unchanged.
 */
export function formatEdition(name: string): string {
  const edition = parseEdition(name);
  if (!edition) return name;
  const { rhythm, date, hour, timeZone } = edition;
  return `${RHYTHM_NAMES[rhythm]} · ${formatShortDay(date)} · ${formatHour(hour)} ${formatZone(timeZone)}`;
}

/** Formats when an edition is due as `Thursday, March 5, 2026 at 07:00 (Europe/Berlin)`. */
export const formatDueTime = ({ edition: { date, hour, timeZone } }: ScheduledEdition): string =>
  `${formatLongDay(date)} at ${formatHour(hour)} (${formatZone(timeZone)})`;
