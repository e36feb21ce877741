import { setImmediate } from "node:timers/promises";
import { LRUCache } from "lru-cache";
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

/** Some milliseconds' work, after which other tasks get a turn. */
const PAPERS_PER_TURN = 200;

/** The total number of papers in remembered results. */
const MAX_REMEMBERED_PAPERS = 2_000_000;
/** Added to a result's number of papers, so that the number of empty results is limited too. */
const RESULT_OVERHEAD = 10;

/** The candidates that match topics, in the candidates' order. */
export type MatchResult = { topics: PreparedTopics; papers: Candidate[]; newCount: number };

const countNew = (papers: Candidate[]) => papers.filter(({ isNew }) => isNew).length;

/** Keeps the prepared texts of papers, read once for all the issues that a run makes. */
export class PaperTextCache {
  readonly index = new TopicIndex();
  /** By paper id: the paper's position in the index */
  readonly #positions = new Map<string, number>();
  readonly #list: (ids: string[]) => Promise<PaperText[]>;

  /** @param list reads papers by their ids */
  constructor(list: (ids: string[]) => Promise<PaperText[]>) {
    this.#list = list;
  }

  /** Reads the papers that were not read before. */
  async read(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#positions.has(id));
    for (let start = 0; start < missing.length; start += PAPERS_PER_TURN) {
      for (const paper of await this.#list(missing.slice(start, start + PAPERS_PER_TURN))) {
        this.#positions.set(paper.id, this.#positions.size);
        this.index.add(preparePaper(paper));
      }
      await setImmediate();
    }
  }

  /** Returns a paper's position in the index, or -1 if it was not read. */
  getPosition(id: string): number {
    return this.#positions.get(id) ?? -1;
  }
}

/** Finds which candidates of one issue match which topics. */
export class TopicMatcher {
  readonly #candidates: Candidate[];
  readonly #texts: PaperTextCache;
  /** The result for subscribers without topics */
  readonly #everything: MatchResult;
  readonly #results = new LRUCache<string, MatchResult>({
    maxSize: MAX_REMEMBERED_PAPERS,
    sizeCalculation: ({ papers }) => papers.length + RESULT_OVERHEAD,
  });
  /** By position in the index: the rank among this candidates */
  #ranks: Map<number, number> | undefined;

  constructor(candidates: Candidate[], texts: PaperTextCache) {
    this.#candidates = candidates;
    this.#texts = texts;
    this.#everything = {
      topics: prepareTopics({}),
      papers: candidates,
      newCount: countNew(candidates),
    };
  }

  /**
   * Finds the candidates that match topics.
   *
   * @param topicsText as `serializeTopics` returns them
   */
  async match(topicsText: string): Promise<MatchResult> {
    // While no subscriber has topics, no paper's text is read.
    if (topicsText === "{}") return this.#everything;
    const known = this.#results.get(topicsText);
    if (known) return known;
    this.#ranks ??= await this.#rankCandidates();
    const ranks = this.#ranks;
    const topics = prepareTopics(parseTopics(topicsText));
    const papers = this.#texts.index
      .listMatches(topics)
      .flatMap((position) => ranks.get(position) ?? [])
      .sort((a, b) => a - b)
      .flatMap((rank) => this.#candidates[rank] ?? []);
    const result = { topics, papers, newCount: countNew(papers) };
    this.#results.set(topicsText, result);
    return result;
  }

  async #rankCandidates(): Promise<Map<number, number>> {
    await this.#texts.read(this.#candidates.map(({ id }) => id));
    return new Map(this.#candidates.map(({ id }, rank) => [this.#texts.getPosition(id), rank]));
  }

  /** Lists the topics that a paper of a result matches; empty for subscribers without topics. */
  listReasons({ topics }: MatchResult, id: string): string[] {
    if (topics.matchesEverything) return [];
    const paper = this.#texts.index.findPaper(this.#texts.getPosition(id));
    return (paper && findMatchReasons(topics, paper)) ?? [];
  }
}
