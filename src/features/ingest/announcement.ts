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

/** When something is announced, and the UTC day of that instant. */
export type AnnouncementTime = { day: Day; at: Date };

const NEW_YORK = "America/New_York";
const CUT_OFF_HOUR = 14;
const ANNOUNCEMENT_HOUR = 20;
const [SUNDAY, FRIDAY, SATURDAY] = [0, 5, 6];

const isWeekend = (day: Day) => getWeekday(day) === SUNDAY || getWeekday(day) === SATURDAY;

/**
 * The holiday that takes an evening its announcement. Friday's submissions are announced on
 * Sunday: a holiday on Friday puts them off to Monday (of 2025 arXiv stated it as "Sun 6 July").
 */
function findHoliday(evening: Day): Day | undefined {
  const friday = getWeekday(evening) === SUNDAY ? addDays(evening, -2) : evening;
  return [evening, friday].find(isHoliday);
}

const hasAnnouncement = (evening: Day) =>
  getWeekday(evening) !== FRIDAY && getWeekday(evening) !== SATURDAY && !findHoliday(evening);

/** At 20:00 in New York it is the next day in UTC, in winter and in summer. */
function createAnnouncementTime(evening: Day): AnnouncementTime {
  const [year = 0, month = 1, date = 1] = evening.split("-").map(Number);
  const at = new Date(new TZDate(year, month - 1, date, ANNOUNCEMENT_HOUR, NEW_YORK).getTime());
  return { day: toUtcDay(at), at };
}

function findFirstAnnouncement(evening: Day): AnnouncementTime {
  let next = evening;
  while (!hasAnnouncement(next)) next = addDays(next, 1);
  return createAnnouncementTime(next);
}

/**
 * When arXiv announces what was submitted at an instant: lists close at 14:00 New York time from
 * Monday to Friday and are announced at 20:00, Friday's on Sunday. Always after the submission,
 * and its day is one from Monday to Friday. Moderation may make it later.
 */
export function computeAnnouncement(submitted: Date): AnnouncementTime {
  const date = toZonedDay(submitted, NEW_YORK);
  let closing = toZonedHour(submitted, NEW_YORK) < CUT_OFF_HOUR ? date : addDays(date, 1);
  while (isWeekend(closing)) closing = addDays(closing, 1);
  return findFirstAnnouncement(getWeekday(closing) === FRIDAY ? addDays(closing, 2) : closing);
}

/** The first announcement after an instant. */
export function nextAnnouncement(after: Date): AnnouncementTime {
  const next = findFirstAnnouncement(toZonedDay(after, NEW_YORK));
  return next.at > after ? next : findFirstAnnouncement(next.day);
}

/**
 * The announcement that arXiv dates by a calendar day in New York, as its feeds do: that of the
 * evening before. A weekend's is Friday's; a holiday is believed, for arXiv says so itself.
 */
export function computeDatedAnnouncement(day: Day): AnnouncementTime {
  const late = getWeekday(day) === SATURDAY ? 1 : getWeekday(day) === SUNDAY ? 2 : 0;
  return createAnnouncementTime(addDays(day, -late - 1));
}

/** The calendar day in New York of an instant. */
export const toNewYorkDay = (instant: Date): Day => toZonedDay(instant, NEW_YORK);

/** Why a UTC day has no announcement, as a sentence; null where it has one. */
export function explainMissingAnnouncement(day: Day): string | null {
  if (getWeekday(day) === SATURDAY) return "arXiv announces nothing on Saturdays.";
  if (getWeekday(day) === SUNDAY) return "arXiv announces nothing on Sundays.";
  const holiday = findHoliday(addDays(day, -1));
  return holiday ? `arXiv announces nothing for its holiday on ${formatLongDay(holiday)}.` : null;
}
