/** How much longer ago a paper may be listed, in milliseconds, to stand level with half its points. */
export const DOUBLING_TIME_MS = 24 * 60 * 60 * 1000;

export type Popularity = { upvotes: number; comments: number; listedAt: Date };

/** One for the paper itself, one an upvote, half a comment: talk is welcome, votes decide. */
export const computePoints = ({ upvotes, comments }: Popularity): number =>
  1 + upvotes + comments / 2;

/**
 * The trending score: `log2(points) + days`, where days run from 1970 to the paper's first
 * listing. A paper with twice the points stands level with one listed a day later. Time moves
 * every score alike, so a stored score never goes stale and only a vote or an ingest writes it.
 *
 * Compare scores with `publishedAt`, newest first, and then the id to break ties.
 */
export function computeTrendingScore(paper: Popularity): number {
  return Math.log2(Math.max(1, computePoints(paper))) + paper.listedAt.getTime() / DOUBLING_TIME_MS;
}
