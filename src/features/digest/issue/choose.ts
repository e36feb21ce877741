/** A paper that an email may contain. */
export type Candidate = {
  id: string;
  /** First seen by this site since the previous edition */
  isNew: boolean;
};

type ChoiceOptions = {
  /** Ids of the papers that were sent to the subscriber before */
  sent: ReadonlySet<string>;
  /** Ids of the papers of emails that were made for the subscriber but never sent */
  unsent?: ReadonlySet<string>;
  /** The maximum number of papers */
  size: number;
};

/**
 * Chooses the papers of a subscriber's email, in the order given: new ones, those of an email that
 * was never sent, and older ones that are among the first `size` now. Leaves out those that were sent
 * before.
 *
 * @param matching the papers that match the subscriber's topics, best first
 */
export function choosePapers<Paper extends Candidate>(
  matching: Paper[],
  { sent, unsent = new Set(), size }: ChoiceOptions,
): Paper[] {
  const chosen: Paper[] = [];
  for (const [rank, paper] of matching.entries()) {
    if (chosen.length === size) break;
    const isWanted = paper.isNew || unsent.has(paper.id) || rank < size;
    if (isWanted && !sent.has(paper.id)) chosen.push(paper);
  }
  return chosen;
}
