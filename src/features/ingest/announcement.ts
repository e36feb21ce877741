import { TZDate } from "@date-fns/tz";
import {
  addDays,
  type Day,
  formatLongDay,
  getWeekday,
  toUtcDay,
  toZonedDay,
  toZonedHour,
} from "@/lib/day";
import { isHoliday } from "./arxiv-holidays";

/** The instant of an announcement, and its UTC day. */
export type AnnouncementTime = { day: Day; at: Date };

const NEW_YORK = "America/New_York";
/** Hours of the day in New York. */
const CUT_OFF_HOUR = 14;
const ANNOUNCEMENT_HOUR = 20;
const [SUNDAY, FRIDAY, SATURDAY] = [0, 5, 6];

const isWeekend = (day: Day) => getWeekday(day) === SUNDAY || getWeekday(day) === SATURDAY;

/**
 * Finds the holiday that cancels an evening's announcement. Friday's submissions are announced on
 * Sunday, so a holiday on Friday moves them to Monday (in 2025, arXiv listed it as "Sun 6 July").
 */
function findHoliday(evening: Day): Day | undefined {
  const friday = getWeekday(evening) === SUNDAY ? addDays(evening, -2) : evening;
  return [evening, friday].find(isHoliday);
}

const hasAnnouncement = (evening: Day) =>
  getWeekday(evening) !== FRIDAY && getWeekday(evening) !== SATURDAY && !findHoliday(evening);

/** 20:00 in New York is on the next day in UTC, in winter and in summer. */
function createAnnouncementTime(evening: Day): AnnouncementTime {
  const [year = 0, month = 1, date = 1] = evening.split("-").map(Number);
  const at = new Date(new TZDate(year, month - 1, date, ANNOUNCEMENT_HOUR, NEW_YORK).getTime());
  return { day: toUtcDay(at), at };
}

/** Finds the first announcement on this evening or a later one. */
function findFirstAnnouncement(evening: Day): AnnouncementTime {
  let next = evening;
  while (!hasAnnouncement(next)) next = addDays(next, 1);
  return createAnnouncementTime(next);
}

/**
 * Computes when arXiv announces a paper submitted at an instant. Lists close at 14:00 New York
 * time from Monday to Friday and are announced at 20:00, Friday's on Sunday. The result is always
 * after the submission, and its UTC day is a weekday. Moderation can delay the real announcement.
 */
export function computeAnnouncement(submitted: Date): AnnouncementTime {
  const date = toZonedDay(submitted, NEW_YORK);
  let closing = toZonedHour(submitted, NEW_YORK) < CUT_OFF_HOUR ? date : addDays(date, 1);
  while (isWeekend(closing)) closing = addDays(closing, 1);
  return findFirstAnnouncement(getWeekday(closing) === FRIDAY ? addDays(closing, 2) : closing);
}

/**
 * Computes the announcement that arXiv's feeds date by a calendar day in New York: that of the
 * evening before. A date on a weekend means Friday's. A date on a holiday is taken as it is, since
 * arXiv itself gave it.
 */
export function computeDatedAnnouncement(day: Day): AnnouncementTime {
  const evening = addDays(day, -1);
  if (getWeekday(day) === SATURDAY) return createAnnouncementTime(addDays(evening, -1));
  if (getWeekday(day) === SUNDAY) return createAnnouncementTime(addDays(evening, -2));
  return createAnnouncementTime(evening);
}

export const toNewYorkDay = (instant: Date): Day => toZonedDay(instant, NEW_YORK);

/** Explains in a sentence why a UTC day has no announcement; null where it has one. */
export function explainMissingAnnouncement(day: Day): string | null {
  if (getWeekday(day) === SATURDAY) return "arXiv announces no papers on Saturdays.";
  if (getWeekday(day) === SUNDAY) return "arXiv announces no papers on Sundays.";
  const holiday = findHoliday(addDays(day, -1));
  return holiday
    ? `arXiv announced no papers because of its holiday on ${formatLongDay(holiday)}.`
    : null;
}
