import { DAY } from "@/lib/duration";

/** A paper with twice the points ranks level with one listed this much later, in ms. */
export const DOUBLING_TIME_MS = DAY;

export type Popularity = { upvotes: number; comments: number; listedAt: Date };

/** One point for the paper itself, one for each upvote, half a point for each comment. */
export const computePoints = ({ upvotes, comments }: Popularity): number =>
  1 + upvotes + comments / 2;

/**
 * Computes the trending score `log2(points) + days`, where days is the time from 1970 to the first
 * listing. A paper with twice the points ranks level with one listed a day later. All scores age
 * alike, so a stored score stays valid, and only a vote or an import writes it.
 *
 * Break ties by `publishedAt`, newest first, and then by id.
 */
export function computeTrendingScore(paper: Popularity): number {
  return Math.log2(Math.max(1, computePoints(paper))) + paper.listedAt.getTime() / DOUBLING_TIME_MS;
}
