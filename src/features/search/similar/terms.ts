/** What similarity is worked out from. */
export type SimilarText = { title: string; summary: string; keywords: string[] };
export type Weighted = { term: string; weight: number };

/** So many terms of a paper are counted, and so many asked for. */
const MAX_COUNTED_TERMS = 50;
const MAX_QUERIED_TERMS = 12;
/** Counting a term ends here: what stands in more papers tells little of one. */
export const MAX_PAPERS_PER_TERM = 1_000;
/** The archive is counted up to here, which is enough to tell a large share. */
export const MAX_ARCHIVE_COUNT = 20_000;
const MAX_ARCHIVE_SHARE = 0.1;
/** A similar paper holds at least this much of all the terms' weight. */
export const MIN_WEIGHT_SHARE = 0.12;

const WEIGHT = { title: 3, keyword: 2, abstract: 1 };

const STOP = new Set(
  "about above after again against all also among and any are based been before being below between both but can could does down during each few first for from further had has have having here how however into its itself just more most new not now off once only other our out over own paper propose proposed results same show shows should some such than that the their them then there these they this those through too under until use used using very via was were what when where which while who whom why will with work you your".split(
    " ",
  ),
);

/** The words of a text as the index cuts them: folded, without marks, of three letters or more. */
const splitWords = (text: string): string[] =>
  (
    text
      .normalize("NFD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,40}/gu) ?? []
  ).filter((word) => !STOP.has(word) && !/^\p{N}+$/u.test(word));

/**
 * A paper's own terms, those that it says most come first: in title above keywords above abstract,
 * each repetition weighing less than the one before it.
 */
export function extractTerms({ title, summary, keywords }: SimilarText): Weighted[] {
  const told = new Map<string, number>();
  const tell = (text: string, weight: number) => {
    for (const word of splitWords(text)) told.set(word, (told.get(word) ?? 0) + weight);
  };
  tell(title.slice(0, 1_000), WEIGHT.title);
  tell(keywords.join(" ").slice(0, 2_000), WEIGHT.keyword);
  tell(summary.slice(0, 5_000), WEIGHT.abstract);
  return [...told]
    .map(([term, times]) => ({ term, weight: Math.log2(1 + times) }))
    .sort(heaviest)
    .slice(0, MAX_COUNTED_TERMS);
}

/**
 * The few terms that tell most of a paper: weighted by rarity, without those that no other paper
 * holds or too many do.
 *
 * @param papers how many papers hold each term, counted up to MOST_PAPERS
 * @param archive how many papers there are, counted up to MOST_ARCHIVE
 */
export function chooseTerms(
  terms: Weighted[],
  papers: Map<string, number>,
  archive: number,
): Weighted[] {
  const most = Math.min(MAX_PAPERS_PER_TERM - 1, Math.max(2, archive * MAX_ARCHIVE_SHARE));
  return terms
    .flatMap(({ term, weight }) => {
      const held = papers.get(term) ?? 0;
      const rarity = Math.log2(1 + archive / Math.max(1, held));
      return held < 2 || held > most ? [] : [{ term, weight: weight * rarity }];
    })
    .sort(heaviest)
    .slice(0, MAX_QUERIED_TERMS);
}

/** A term as FTS5 reads it, in the columns that tell what a paper is about. */
export const formatTermMatch = (term: string): string =>
  `{title abstract keywords} : "${term.replaceAll('"', "")}"`;

/** Ties by the term itself: the same paper always gets the same neighbours. */
const heaviest = (a: Weighted, b: Weighted) =>
  b.weight - a.weight || (a.term < b.term ? -1 : Number(a.term > b.term));
