/** A paper that a mail may have. */
export type Candidate = {
  id: string;
  /** First seen here since the edition before */
  isNew: boolean;
};

/**
 * The papers of a reader's mail, of those that match their topics, best first: the new ones, and
 * those that weren't new but stand within the first `size` now, which an earlier mail passed over.
 * Never one that the reader was mailed.
 *
 * @param mailed ids
 * @param size most papers
 */
export function choosePapers<Paper extends Candidate>(
  matching: Paper[],
  { mailed, size }: { mailed: ReadonlySet<string>; size: number },
): Paper[] {
  const chosen: Paper[] = [];
  for (const [place, paper] of matching.entries()) {
    if (chosen.length === size) break;
    if ((paper.isNew || place < size) && !mailed.has(paper.id)) chosen.push(paper);
  }
  return chosen;
}
