import type { PullSource } from "@/features/ingest/pull/source-config";
import {
  buildUrl,
  computeWindowStart,
  IncompleteAnswer,
  type RequestPlanner,
  type Step,
} from "./requests";

/** arXiv advises against more than some hundreds. */
const PAGE_SIZE = 300;
/**
 * A paper is announced days after it was submitted: up to five over weekends and holidays, and later
 * where arXiv's moderators hold it.
 */
export const OVERLAP_DAYS = 14;

/** `202603051400`, as arXiv writes an instant (GMT) in a query */
const formatQueryInstant = (instant: Date) =>
  instant.toISOString().slice(0, 16).replaceAll(/[-T:]/g, "");

const buildTopicQuery = ({ topics }: PullSource) => {
  const any = topics.map((topic) => `cat:${topic}`).join(" OR ");
  return topics.length > 1 ? `(${any})` : any;
};

function buildPageUrl(url: string, query: string, sortBy: string, start: number): string {
  return buildUrl(url, {
    search_query: query,
    sortBy,
    sortOrder: "descending",
    start: String(start),
    max_results: String(PAGE_SIZE),
  });
}

/** Papers submitted from `since` to the plan's now: the window is in the address. */
function buildSubmittedStep(source: PullSource, since: Date, now: Date): Step {
  const query = `${buildTopicQuery(source)} AND submittedDate:[${formatQueryInstant(since)} TO ${formatQueryInstant(now)}]`;
  return { key: "new papers", url: buildPageUrl(source.url, query, "submittedDate", 0), start: 0 };
}

/** Papers by their last version, the newest first, until one is older than `since`. */
function buildRevisedStep(source: PullSource, since: Date): Step {
  const url = buildPageUrl(source.url, buildTopicQuery(source), "lastUpdatedDate", 0);
  return { key: "new versions", url, start: 0, since: since.getTime() };
}

function buildNextStep(step: Step, start: number): Step {
  const url = new URL(step.url);
  url.searchParams.set("start", String(start));
  const list = step.key.replace(/ from \d+$/, "");
  return { ...step, key: `${list} from ${start}`, url: url.href, start };
}

/**
 * Two lists: what was submitted, which the source counts, and what was revised, as a new version
 * doesn't change when a paper was submitted.
 */
export const arxivAtomRequests: RequestPlanner = {
  plan(source, known) {
    const since = computeWindowStart(known, OVERLAP_DAYS);
    return [buildSubmittedStep(source, since, known.now), buildRevisedStep(source, since)];
  },
  next(_, step, { entries, total, findLastEntryAt: lastAt }) {
    if (total === undefined)
      throw new IncompleteAnswer("it doesn't tell how many papers there are");
    const end = (step.start ?? 0) + entries;
    const last = step.since === undefined ? undefined : lastAt();
    if (last && last.getTime() < (step.since ?? 0)) return [];
    if (end >= total) return [];
    // A known habit of arXiv: a page in the middle comes empty, and full when asked for again.
    if (entries === 0) throw new IncompleteAnswer(`an empty page where ${total} papers are told`);
    return [buildNextStep(step, end)];
  },
};
