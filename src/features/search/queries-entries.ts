import type { ApiEntry } from "@/features/feed/api/entry-schema";
import { listNewestEntries } from "@/features/feed/api/queries-entries";
import { searchPapers } from "./queries";

/** Returns the best matches as API entries; the paper whose id the query names comes first. */
export async function searchEntries(text: string, size: number): Promise<ApiEntry[]> {
  const { papers, paper } = await searchPapers(text, { page: 0, size });
  const others = papers.map(({ id }) => id).filter((id) => id !== paper);
  return listNewestEntries([...(paper ? [paper] : []), ...others].slice(0, size));
}
