import type { RequestPlanner } from "./requests";

/** One request: a feed holds what was announced last, and nothing of the days before. */
export const arxivRssRequests: RequestPlanner = {
  plan: ({ url, topics }) => [{ key: "feed", url: `${url}/${topics.join("+")}`, stays: true }],
  next: () => [],
};
