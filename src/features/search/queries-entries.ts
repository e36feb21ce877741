import type { ApiEntry } from "@/features/feed/api/entry-schema";
import { listNewestEntries } from "@/features/feed/api/queries-entries";
import { searchPapers } from "./queries";

/** The best matches as the API tells them; the paper whose id was typed comes first. */
export async function searchEntries(text: string, size: number, now: Date): Promise<ApiEntry[]> {
  const { papers, paper } = await searchPapers(text, { page: 0, size, now });
  const found = papers.map(({ id }) => id).filter((id) => id !== paper);
  return listNewestEntries([...(paper ? [paper] : []), ...found].slice(0, size));
}
