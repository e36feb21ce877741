import type { RequestPlanner } from "./requests";

/** Makes one request: a feed contains the last announcement and nothing of the days before. */
export const arxivRssRequests: RequestPlanner = {
  plan: ({ url, topics }) => [{ key: "feed", url: `${url}/${topics.join("+")}`, stays: true }],
  next: () => [],
};
