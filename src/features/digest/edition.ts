import { parseDay } from "@/lib/day";
import { RHYTHMS, type Schedule } from "./schema";

/** A schedule on one of its dates. */
export type Edition = Omit<Schedule, "weekday"> & {
  /** Calendar date in the zone */
  date: string;
};

/** `daily/2026-03-05/07/Europe/Berlin`: what is unique of an issue, and its address below /digest. */
export const editionName = ({ rhythm, date, hour, timeZone }: Edition): string =>
  `${rhythm}/${date}/${String(hour).padStart(2, "0")}/${timeZone}`;

/** An edition by its name, or null where it is none's. Whether it was ever made is another question. */
export function parseEdition(name: string): Edition | null {
  const match = /^(\w+)\/(\d{4}-\d{2}-\d{2})\/([01]\d|2[0-3])\/([\w+\-/]{1,60})$/.exec(name);
  const rhythm = RHYTHMS.find((one) => one === match?.[1]);
  const date = parseDay(match?.[2] ?? "");
  const timeZone = match?.[4];
  return rhythm && date && timeZone ? { rhythm, date, hour: Number(match?.[3]), timeZone } : null;
}
