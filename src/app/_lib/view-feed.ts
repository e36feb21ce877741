import { getFeed, getTrending } from "@/features/feed/queries";
import { getLatest } from "@/features/feed/queries-latest";
import { getTopicFeed } from "@/features/feed/queries-topic";
import { type Feed, PAGE_SIZE } from "@/features/feed/schema";
import type { Topic } from "@/features/feed/topic";
import type { View } from "@/features/feed/view";
import { searchPapers } from "@/features/search/queries";

type Options = { size: number; now: Date };

/**
 * The first papers of any list, at most `size`: what its feeds and exports hold.
 *
 * @throws AppError not_found for a topic without papers
 */
export async function readView(view: View, { size, now }: Options): Promise<Feed> {
  if (view.kind === "latest") return getLatest(size);
  if (view.kind === "trending") return getTrending(0, size);
  if (view.kind === "period") return getFeed(view.period, 0, size);
  if (view.kind === "search") {
    // Who follows a word that nobody has used yet waits for that word.
    return searchPapers(view.query, { page: 0, size, now, corrects: false });
  }
  return readTopic(view.topic, size);
}

async function readTopic(topic: Topic, size: number): Promise<Feed> {
  const first = await getTopicFeed(topic);
  const wanted = Math.min(first.pages, Math.ceil(size / PAGE_SIZE));
  const later = Array.from({ length: wanted - 1 }, (_, index) => getTopicFeed(topic, index + 1));
  const papers = [first, ...(await Promise.all(later))].flatMap((page) => page.papers);
  return { ...first, papers: papers.slice(0, size) };
}
