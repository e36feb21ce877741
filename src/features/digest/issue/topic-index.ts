import { findMatchReasons, type PreparedPaper, type PreparedTopics, parseArchive } from "./topics";

/** Words of a text, of which an index holds each once. */
const distinct = (words: string) => new Set(words.split(/[ |]+/).filter(Boolean));

/**
 * Which of some papers match topics, for topics by the thousand: a term is looked up by its rarest
 * word, and only papers that have it are read. The papers' order is kept.
 */
export class TopicIndex {
  readonly #papers: PreparedPaper[] = [];
  readonly #byWord = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();

  add(paper: PreparedPaper): void {
    const place = this.#papers.push(paper) - 1;
    const note = (index: Map<string, number[]>, key: string) => {
      const places = index.get(key);
      if (!places) index.set(key, [place]);
      else if (places.at(-1) !== place) places.push(place);
    };
    for (const word of distinct(paper.words)) note(this.#byWord, word);
    for (const name of paper.categories.keys()) {
      note(this.#byName, `category ${name}`);
      note(this.#byName, `category ${parseArchive(name)}`);
    }
    for (const name of paper.authors) note(this.#byName, `author ${name}`);
    for (const name of paper.organizations) note(this.#byName, `organization ${name}`);
  }

  /** Places of the papers that may have a phrase: all that have the rarest of its words. */
  #withPhrase(phrase: string): number[] {
    const places = [...distinct(phrase)].map((word) => this.#byWord.get(word) ?? []);
    return places.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }

  #near(topics: PreparedTopics): Iterable<number> {
    if (topics.matchesEverything) return this.#papers.keys();
    const named = [
      ...topics.categories.map((name) => `category ${name}`),
      ...topics.authors.map(({ term }) => `author ${term}`),
      ...topics.organizations.map(({ term }) => `organization ${term}`),
    ];
    const near = [
      ...named.map((name) => this.#byName.get(name) ?? []),
      ...topics.keywords.map(({ term }) => this.#withPhrase(term)),
    ];
    return new Set(near.flat());
  }

  /** Places, counted from 0 in the order of `add`, of the papers that match. In no order. */
  matching(topics: PreparedTopics): number[] {
    return [...this.#near(topics)].filter((place) => {
      const paper = this.#papers[place];
      return paper !== undefined && findMatchReasons(topics, paper) !== null;
    });
  }

  at(place: number): PreparedPaper | undefined {
    return this.#papers[place];
  }
}
