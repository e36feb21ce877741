import { setImmediate } from "node:timers/promises";
import { parseTopics } from "@/features/digest/schema";
import type { Candidate } from "./choose";
import { TopicIndex } from "./topic-index";
import {
  findMatchReasons,
  type PaperText,
  type PreparedTopics,
  preparePaper,
  prepareTopics,
} from "./topics";

/** Read at a time: some milliseconds' work. */
const PAGE = 200;
/** Papers that are kept as answers to topics: past it they are found again. */
const MOST_KEPT = 2_000_000;

type MatchResult = { topics: PreparedTopics; papers: Candidate[]; newCount: number };

const countNew = (papers: Candidate[]) => papers.filter(({ isNew }) => isNew).length;

/** The texts of papers, read once for all the editions that are made in a run. */
export class PaperTextCache {
  readonly index = new TopicIndex();
  readonly #places = new Map<string, number>();
  readonly #list: (ids: string[]) => Promise<PaperText[]>;

  /** @param list reads papers by their ids */
  constructor(list: (ids: string[]) => Promise<PaperText[]>) {
    this.#list = list;
  }

  async read(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#places.has(id));
    for (let start = 0; start < missing.length; start += PAGE) {
      for (const paper of await this.#list(missing.slice(start, start + PAGE))) {
        this.#places.set(paper.id, this.#places.size);
        this.index.add(preparePaper(paper));
      }
      await setImmediate();
    }
  }

  placeOf(id: string): number {
    return this.#places.get(id) ?? -1;
  }
}

/** Which candidates of one edition match whose topics. */
export class TopicMatcher {
  readonly #candidates: Candidate[];
  readonly #texts: PaperTextCache;
  readonly #open: MatchResult;
  readonly #asked = new Map<string, MatchResult>();
  #kept = 0;
  #ranks: Map<number, number> | undefined;

  constructor(candidates: Candidate[], texts: PaperTextCache) {
    this.#candidates = candidates;
    this.#texts = texts;
    const newCount = countNew(candidates);
    this.#open = { topics: prepareTopics({}), papers: candidates, newCount };
  }

  /** The candidates that match, in their order, and how many of them are new. */
  async of(topicsText: string): Promise<MatchResult> {
    // No text of a paper is read where nobody has topics.
    const known = topicsText === "{}" ? this.#open : this.#asked.get(topicsText);
    if (known) return known;
    this.#ranks ??= await this.#rank();
    const topics = prepareTopics(parseTopics(topicsText));
    const ranks = this.#texts.index
      .matching(topics)
      .flatMap((place) => this.#ranks?.get(place) ?? [])
      .sort((a, b) => a - b);
    const papers = ranks.flatMap((rank) => this.#candidates[rank] ?? []);
    const asked = { topics, papers, newCount: countNew(papers) };
    this.#kept += papers.length + 10;
    if (this.#kept > MOST_KEPT) {
      this.#asked.clear();
      this.#kept = 0;
    }
    this.#asked.set(topicsText, asked);
    return asked;
  }

  /** Where each place of the index stands among this edition's candidates. */
  async #rank(): Promise<Map<number, number>> {
    await this.#texts.read(this.#candidates.map(({ id }) => id));
    return new Map(this.#candidates.map(({ id }, rank) => [this.#texts.placeOf(id), rank]));
  }

  /** Why a paper that matched did. */
  reasons({ topics }: MatchResult, id: string): string[] {
    if (topics.matchesEverything) return [];
    const paper = this.#texts.index.at(this.#texts.placeOf(id));
    return (paper && findMatchReasons(topics, paper)) ?? [];
  }
}
