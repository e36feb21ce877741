import { getFeed, getTrending } from "@/features/feed/queries";
import { getLatest } from "@/features/feed/queries-latest";
import { getTopicFeed } from "@/features/feed/queries-topic";
import { type Feed, PAGE_SIZE } from "@/features/feed/schema";
import type { Topic } from "@/features/feed/topic";
import type { View } from "@/features/feed/view";
import { searchPapers } from "@/features/search/queries";

/**
 * Returns the first papers of a view, at most `size`, for its feeds and exports.
 *
 * @throws AppError not_found for a topic without papers
 */
export async function readView(view: View, size: number): Promise<Feed> {
  if (view.kind === "latest") return getLatest(size);
  if (view.kind === "trending") return getTrending(0, size);
  if (view.kind === "period") return getFeed(view.period, 0, size);
  if (view.kind === "search") {
    // A feed may wait for a word that no paper contains yet: correcting it would list other papers.
    return searchPapers(view.query, { page: 0, size, corrects: false });
  }
  return readTopic(view.topic, size);
}

async function readTopic(topic: Topic, size: number): Promise<Feed> {
  const first = await getTopicFeed(topic);
  const pages = Math.min(first.pages, Math.ceil(size / PAGE_SIZE));
  const rest = Array.from({ length: pages - 1 }, (_, index) => getTopicFeed(topic, index + 1));
  const papers = [first, ...(await Promise.all(rest))].flatMap((page) => page.papers);
  return { ...first, papers: papers.slice(0, size) };
}
