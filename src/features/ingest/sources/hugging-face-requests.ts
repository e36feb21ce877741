import { addDays, type Day, getWeekday, toUtcDay } from "@/lib/day";
import {
  buildUrl,
  computeWindowStart,
  listDaysBetween,
  type RequestPlanner,
  type Step,
} from "./requests";

/** Entries of a page. */
const PAGE_SIZE = 100;
/** Stops at a source that answers every request with a full page. */
const MAX_PAGES = 20;
/** The last listing days are read again: they still get upvotes and papers. */
const RECENT_LISTING_DAYS = 3;

/** Hugging Face lists papers from Monday to Friday. */
const isListingDay = (day: Day) => ![0, 6].includes(getWeekday(day));

/** Returns the first of the last listing days. Today counts if it is one. */
function findRecentStart(today: Day): Day {
  let day = today;
  let listingDays = isListingDay(day) ? 1 : 0;
  while (listingDays < RECENT_LISTING_DAYS) {
    day = addDays(day, -1);
    if (isListingDay(day)) listingDays += 1;
  }
  return day;
}

function buildStep(url: string, day: Day, page: number): Step {
  const query = { date: day, limit: String(PAGE_SIZE), ...(page > 0 && { p: String(page) }) };
  const key = page > 0 ? `${day}, page ${page + 1}` : day;
  return { key, url: buildUrl(url, query), day, start: page, stays: true };
}

/** Requests one day at a time, newest first: the last listing days and all days since the last success. */
export const huggingFaceRequests: RequestPlanner = {
  plan({ url }, known) {
    const today = toUtcDay(known.now);
    const firstMissed = toUtcDay(computeWindowStart(known, 1));
    const firstRecent = findRecentStart(today);
    const [first = firstRecent] = [firstMissed, firstRecent].sort();
    return listDaysBetween(first, today)
      .reverse()
      .map((day) => buildStep(url, day, 0));
  },
  next({ url }, { day, start = 0 }, { entries }) {
    if (!day || entries < PAGE_SIZE || start + 1 >= MAX_PAGES) return [];
    return [buildStep(url, day, start + 1)];
  },
};
