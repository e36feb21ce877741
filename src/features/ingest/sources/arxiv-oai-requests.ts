import { toUtcDay } from "@/lib/day";
import { buildUrl, computeWindowStart, type RequestPlanner } from "./requests";

/** OAI-PMH dates are whole days, and a record may appear a day after its date. */
const OVERLAP_DAYS = 2;

/** Reads every record changed since the last success, page by page with resumption tokens. */
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
