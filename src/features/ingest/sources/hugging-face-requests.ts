import { addDays, type Day, getWeekday, toUtcDay } from "@/lib/day";
import { daysBetween, type Requests, type Step, windowStart, withQuery } from "./requests";

const PAGE = 100;
/** Against a source that answers a full page to whatever is asked */
const MOST_PAGES = 20;
/** Votes still come and papers are still added on the days before. */
const LISTING_DAYS = 3;

const isListingDay = (day: Day) => ![0, 6].includes(getWeekday(day));

/** The day with which the last listing days begin, today among them. */
function recentStart(today: Day): Day {
  let day = today;
  for (let count = isListingDay(day) ? 1 : 0; count < LISTING_DAYS; ) {
    day = addDays(day, -1);
    if (isListingDay(day)) count += 1;
  }
  return day;
}

function stepOf(url: string, day: Day, page: number): Step {
  const query = { date: day, limit: String(PAGE), ...(page > 0 && { p: String(page) }) };
  const key = page > 0 ? `${day}, page ${page + 1}` : day;
  return { key, url: withQuery(url, query), day, start: page, stays: true };
}

/** A request a day, the newest first, of the last listing days and of all since the last success. */
export const huggingFaceRequests: Requests = {
  plan({ url }, known) {
    const today = toUtcDay(known.now);
    const missed = toUtcDay(windowStart(known, 1));
    const recent = recentStart(today);
    const [first = recent] = [missed, recent].sort();
    const days = daysBetween(first, today, (day) => addDays(day, 1));
    return days.reverse().map((day) => stepOf(url, day, 0));
  },
  next({ url }, { day, start = 0 }, { entries }) {
    if (!day || entries < PAGE || start + 1 >= MOST_PAGES) return [];
    return [stepOf(url, day, start + 1)];
  },
};
