import { toUtcDay } from "@/lib/day";
import { buildUrl, computeWindowStart, type RequestPlanner } from "./requests";

/** Its dates are whole days, and a record's may be of the day before it shows. */
const OVERLAP_DAYS = 2;

/** Every record changed since the last success, page by page as the source's tokens lead. */
export const arxivOaiRequests: RequestPlanner = {
  plan({ url, topics }, known) {
    const query = {
      verb: "ListRecords",
      metadataPrefix: "arXiv",
      set: topics.join(""),
      from: toUtcDay(computeWindowStart(known, OVERLAP_DAYS)),
    };
    return [{ key: "records", url: buildUrl(url, query), start: 0 }];
  },
  next({ url }, { start = 0 }, { resumptionToken, entries }) {
    if (!resumptionToken) return [];
    const query = { verb: "ListRecords", resumptionToken };
    const end = start + entries;
    return [{ key: `records from ${end}`, url: buildUrl(url, query), start: end }];
  },
};
