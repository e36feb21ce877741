import type { Requests } from "./requests";

/** One request: a feed holds what was announced last, and nothing of the days before. */
export const arxivRssRequests: Requests = {
  plan: ({ url, topics }) => [{ key: "feed", url: `${url}/${topics.join("+")}`, stays: true }],
  next: () => [],
};
