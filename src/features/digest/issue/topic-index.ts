import { findMatchReasons, type PreparedPaper, type PreparedTopics, parseArchive } from "./topics";

/** Returns the distinct words of a folded text. */
const splitWords = (words: string) => new Set(words.split(/[ |]+/).filter(Boolean));

/** Appends a position to a key's list, unless it is already its last. */
function appendPosition(index: Map<string, number[]>, key: string, position: number): void {
  const positions = index.get(key);
  if (!positions) index.set(key, [position]);
  else if (positions.at(-1) !== position) positions.push(position);
}

/**
 * Finds the papers that match topics, fast enough for thousands of topics: it looks a term up by its
 * rarest word, and compares only the papers that contain that word.
 */
export class TopicIndex {
  readonly #papers: PreparedPaper[] = [];
  readonly #byWord = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();

  /** Adds a paper. Its position is the number of papers added before it. */
  add(paper: PreparedPaper): void {
    const position = this.#papers.push(paper) - 1;
    for (const word of splitWords(paper.words)) appendPosition(this.#byWord, word, position);
    const names = [
      ...[...paper.categories.keys()].flatMap((name) => [
        `category ${name}`,
        `category ${parseArchive(name)}`,
      ]),
      ...[...paper.authors].map((name) => `author ${name}`),
      ...[...paper.organizations].map((name) => `organization ${name}`),
    ];
    for (const name of names) appendPosition(this.#byName, name, position);
  }

  /** Returns the positions of the papers that may contain a phrase: those with its rarest word. */
  #listWithRarestWord(phrase: string): number[] {
    const lists = [...splitWords(phrase)].map((word) => this.#byWord.get(word) ?? []);
    return lists.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }

  /** Returns the positions of the papers that may match. No other paper can. */
  #listPossibleMatches(topics: PreparedTopics): Iterable<number> {
    if (topics.matchesEverything) return this.#papers.keys();
    const names = [
      ...topics.categories.map((name) => `category ${name}`),
      ...topics.authors.map(({ words }) => `author ${words}`),
      ...topics.organizations.map(({ words }) => `organization ${words}`),
    ];
    return new Set([
      ...names.flatMap((name) => this.#byName.get(name) ?? []),
      ...topics.keywords.flatMap(({ words }) => this.#listWithRarestWord(words)),
    ]);
  }

  /** Returns the positions of the papers that match, in no particular order. */
  listMatches(topics: PreparedTopics): number[] {
    return [...this.#listPossibleMatches(topics)].filter((position) => {
      const paper = this.#papers[position];
      return paper !== undefined && findMatchReasons(topics, paper) !== null;
    });
  }

  findPaper(position: number): PreparedPaper | undefined {
    return this.#papers[position];
  }
}
