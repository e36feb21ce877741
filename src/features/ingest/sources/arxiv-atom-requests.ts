import type { PullSource } from "@/features/ingest/pull/source-config";
import {
  buildUrl,
  computeWindowStart,
  IncompleteAnswer,
  type RequestPlanner,
  type Step,
} from "./requests";

/** Entries of a page. arXiv advises against more than a few hundred. */
const PAGE_SIZE = 300;
/**
 * A paper is announced days after its submission: up to five over weekends and holidays, and later
 * where arXiv's moderators put it on hold.
 */
export const OVERLAP_DAYS = 14;

/** Formats an instant as arXiv's queries do: `202603051400`, in GMT. */
const formatQueryInstant = (instant: Date) =>
  instant.toISOString().slice(0, 16).replaceAll(/[-T:]/g, "");

const buildTopicQuery = ({ topics }: PullSource) => {
  const anyTopic = topics.map((topic) => `cat:${topic}`).join(" OR ");
  return topics.length > 1 ? `(${anyTopic})` : anyTopic;
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

/** Requests the papers submitted between `since` and `now`; the URL contains both. */
function buildSubmittedStep(source: PullSource, since: Date, now: Date): Step {
  const query = `${buildTopicQuery(source)} AND submittedDate:[${formatQueryInstant(since)} TO ${formatQueryInstant(now)}]`;
  return { key: "new papers", url: buildPageUrl(source.url, query, "submittedDate", 0), start: 0 };
}

/** Requests papers ordered by their last version, newest first, until one is older than `since`. */
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
 * Reads two lists: papers by submission, and papers by revision, because a new version leaves a
 * paper's date of submission as it is.
 */
export const arxivAtomRequests: RequestPlanner = {
  plan(source, known) {
    const since = computeWindowStart(known, OVERLAP_DAYS);
    return [buildSubmittedStep(source, since, known.now), buildRevisedStep(source, since)];
  },
  next(_, step, { entries, total, findLastEntryAt }) {
    if (total === undefined) {
      throw new IncompleteAnswer("the answer doesn't state how many papers there are");
    }
    const end = (step.start ?? 0) + entries;
    if (step.since !== undefined) {
      const lastAt = findLastEntryAt();
      if (lastAt && lastAt.getTime() < step.since) return [];
    }
    if (end >= total) return [];
    // A known fault of arXiv: a page in the middle is empty, and complete at the next request.
    if (entries === 0) {
      throw new IncompleteAnswer(`an empty page, although the answer states ${total} papers`);
    }
    return [buildNextStep(step, end)];
  },
};
