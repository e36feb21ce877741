import type { PullSource } from "@/features/ingest/pull/source-config";
import { Incomplete, type Requests, type Step, windowStart, withQuery } from "./requests";

/** arXiv advises against more than some hundreds. */
const PAGE = 300;
/**
 * A paper is announced days after it was submitted: up to five over weekends and holidays, and later
 * where arXiv's moderators hold it.
 */
export const OVERLAP_DAYS = 14;

/** `202603051400`, as arXiv writes an instant (GMT) in a query */
const stamp = (instant: Date) => instant.toISOString().slice(0, 16).replaceAll(/[-T:]/g, "");

const ofTopics = ({ topics }: PullSource) => {
  const any = topics.map((topic) => `cat:${topic}`).join(" OR ");
  return topics.length > 1 ? `(${any})` : any;
};

function page(url: string, query: string, sortBy: string, start: number): string {
  return withQuery(url, {
    search_query: query,
    sortBy,
    sortOrder: "descending",
    start: String(start),
    max_results: String(PAGE),
  });
}

/** Papers submitted from `since` to the plan's now: the window is in the address. */
function submitted(source: PullSource, since: Date, now: Date): Step {
  const query = `${ofTopics(source)} AND submittedDate:[${stamp(since)} TO ${stamp(now)}]`;
  return { key: "new papers", url: page(source.url, query, "submittedDate", 0), start: 0 };
}

/** Papers by their last version, the newest first, until one is older than `since`. */
function revised(source: PullSource, since: Date): Step {
  const url = page(source.url, ofTopics(source), "lastUpdatedDate", 0);
  return { key: "new versions", url, start: 0, since: since.getTime() };
}

function following(step: Step, start: number): Step {
  const url = new URL(step.url);
  url.searchParams.set("start", String(start));
  const list = step.key.replace(/ from \d+$/, "");
  return { ...step, key: `${list} from ${start}`, url: url.href, start };
}

/**
 * Two lists: what was submitted, which the source counts, and what was revised, as a new version
 * doesn't change when a paper was submitted.
 */
export const arxivAtomRequests: Requests = {
  plan(source, known) {
    const since = windowStart(known, OVERLAP_DAYS);
    return [submitted(source, since, known.now), revised(source, since)];
  },
  next(_, step, { entries, total, lastAt }) {
    if (total === undefined) throw new Incomplete("it doesn't tell how many papers there are");
    const end = (step.start ?? 0) + entries;
    const last = step.since === undefined ? undefined : lastAt();
    if (last && last.getTime() < (step.since ?? 0)) return [];
    if (end >= total) return [];
    // A known habit of arXiv: a page in the middle comes empty, and full when asked for again.
    if (entries === 0) throw new Incomplete(`an empty page where ${total} papers are told`);
    return [following(step, end)];
  },
};
