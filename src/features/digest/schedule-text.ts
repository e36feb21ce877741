import { shortDay } from "@/lib/day";
import { parseEdition } from "./edition";
import type { Rhythm, Schedule } from "./schema";

const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const RHYTHM_TEXT: Record<Rhythm, string> = {
  daily: "Daily",
  weekdays: "Weekdays",
  weekly: "Weekly",
  monthly: "Monthly",
};

const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** `Weekly on Monday, 07:00 Europe/Berlin` */
export function scheduleText({ rhythm, weekday, hour, timeZone }: Schedule): string {
  const day = rhythm === "weekly" ? ` on ${DAYS[weekday] ?? "Monday"}` : "";
  return `${RHYTHM_TEXT[rhythm]}${day}, ${clock(hour)} ${timeZone}`;
}

/** `Daily · Mar 5, 2026 · 07:00 Europe/Berlin`; what is no edition's name as it stands. */
export function editionText(name: string): string {
  const edition = parseEdition(name);
  if (!edition) return name;
  const { rhythm, date, hour, timeZone } = edition;
  return `${RHYTHM_TEXT[rhythm]} · ${shortDay(date)} · ${clock(hour)} ${timeZone}`;
}
