import { RHYTHM_NAMES } from "@/features/digest/issue/links";
import type { Rhythm, Schedule } from "@/features/digest/schema";
import { formatLongDay, formatShortDay } from "@/lib/day";
import { type Due, nextEdition, parseEdition } from "./edition";

/** 0 is Sunday. */
export const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

export const RHYTHM_WORDS: Record<Rhythm, string> = {
  daily: "Every day",
  weekdays: "Monday to Friday",
  weekly: "Once a week",
  monthly: "On the first of each month",
};

export const hourWords = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** `Weekly on Monday, 07:00 Europe/Berlin` */
export function scheduleText({ rhythm, weekday, hour, timeZone }: Schedule): string {
  const day = rhythm === "weekly" ? ` on ${WEEKDAYS[weekday]}` : "";
  return `${RHYTHM_NAMES[rhythm]}${day}, ${hourWords(hour)} ${timeZone}`;
}

/** `Daily · Mar 5, 2026 · 07:00 Europe/Berlin`; what is no edition's name as it stands. */
export function editionText(name: string): string {
  const edition = parseEdition(name);
  if (!edition) return name;
  const { rhythm, date, hour, timeZone } = edition;
  return `${RHYTHM_NAMES[rhythm]} · ${formatShortDay(date)} · ${hourWords(hour)} ${timeZone}`;
}

/** `daily at 07:00 Europe/Berlin`, `weekly on Monday at 07:00 UTC` */
export function scheduleInWords({ rhythm, weekday, hour, timeZone }: Schedule): string {
  const days = {
    ...{ daily: "daily", weekdays: "on weekdays", monthly: "monthly" },
    weekly: `weekly on ${WEEKDAYS[weekday]}`,
  };
  return `${days[rhythm]} at ${hourWords(hour)} ${timeZone}`;
}

/** `Thursday, March 5, 2026 at 07:00 (Europe/Berlin)` */
export const dueWords = ({ edition: { date, hour, timeZone } }: Due): string =>
  `${formatLongDay(date)} at ${hourWords(hour)} (${timeZone.replaceAll("_", " ")})`;

type Waiting = {
  pausedUntil: Date | null;
  /** Dates that have a delivery already: a reader has one mail a date */
  mailedOn: string[];
  now: Date;
};

/** The next edition that can come to an active reader. */
export function nextMail(schedule: Schedule, { pausedUntil, mailedOn, now }: Waiting): Due {
  let due = nextEdition(schedule, pausedUntil && pausedUntil > now ? pausedUntil : now);
  while (mailedOn.includes(due.edition.date)) due = nextEdition(schedule, due.dueAt);
  return due;
}
