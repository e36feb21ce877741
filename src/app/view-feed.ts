import { getFeed, getTrending } from "@/features/feed/queries";
import { getLatest } from "@/features/feed/queries-latest";
import type { Feed } from "@/features/feed/schema";
import type { View } from "@/features/feed/view";
import { searchPapers } from "@/features/search/queries";
import { AppError } from "@/lib/errors";

/**
 * The first papers of any list, at most `size`: what its feeds and exports hold.
 *
 * @throws AppError not_found for a topic without papers
 */
export async function readView(
  view: View,
  { size, now }: { size: number; now: Date },
): Promise<Feed> {
  if (view.kind === "latest") return getLatest(size);
  if (view.kind === "trending") return getTrending(0, size);
  if (view.kind === "period") return getFeed(view.period, 0, size);
  if (view.kind === "search") return searchPapers(view.query, { page: 0, size, now });
  throw new AppError("not_found", "This list has no feed and no exports yet.");
}
