/** A paper that a mail may have. */
export type Candidate = {
  id: string;
  /** First seen here since the edition before */
  isNew: boolean;
};

/**
 * The papers of a reader's mail, of those that match their topics, best first: the new ones, those
 * of an earlier mail that never left, and those that an earlier mail passed over but that stand
 * within the first `size` now. Never one that the reader was mailed.
 *
 * @param mailed ids
 * @param missed ids of the papers of mails that were made for the reader and not sent
 * @param size most papers
 */
export function choosePapers<Paper extends Candidate>(
  matching: Paper[],
  {
    mailed,
    missed = new Set(),
    size,
  }: { mailed: ReadonlySet<string>; missed?: ReadonlySet<string>; size: number },
): Paper[] {
  const chosen: Paper[] = [];
  for (const [place, paper] of matching.entries()) {
    if (chosen.length === size) break;
    const isWanted = paper.isNew || missed.has(paper.id) || place < size;
    if (isWanted && !mailed.has(paper.id)) chosen.push(paper);
  }
  return chosen;
}
