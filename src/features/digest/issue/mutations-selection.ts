import { hash } from "node:crypto";
import type { BulkWriter } from "@/db/bulk";
import { type DigestPaper, PAPERS_PER_EMAIL, parseTopics } from "@/features/digest/schema";
import type { Day } from "@/lib/day";
import { type Candidate, choosePapers } from "./choose";
import { type PaperTextCache, TopicMatcher } from "./matching";
import { listSelectedPaperIds } from "./queries-freeze";
import { listDigestPapers } from "./queries-papers";
import { EMPTY_REASONS, explainSelection } from "./reasons";

/** So many reasons are printed beside a paper. */
const REASONS = 3;
/** Earlier selections whose papers are kept at hand: past it they are read again. */
const MOST_EARLIER = 20_000;

/** Wishes whose selection is at hand: past it one is chosen again, and found by what stands in it. */
const MOST_WISHES = 100_000;

type NewSelections = {
  bulk: BulkWriter;
  issueId: string;
  /** Best first */
  candidates: Candidate[];
  texts: PaperTextCache;
  /** The date after which papers are new */
  since: Day;
  formatSubject: (titles: string[]) => string;
};

/** `mailed` and `missed`: ids of selections with a space between, as EditionReader has them. */
type Wish = { size: number; topics: string; mailed: string | null; missed: string | null };

/** A key of any text at the length of a hash: a hundred thousand of them stay small. */
const hashed = (text: string) => hash("sha1", text, "base64");

const split = (ids: string | null): string[] => (ids ? ids.split(" ") : []);

/** Writes an issue's selections: one for all readers who are to have the same. */
export class SelectionWriter {
  readonly #given: NewSelections;
  readonly #matching: TopicMatcher;
  /** By what a reader wished and was mailed: the selection's id, null where nothing is chosen */
  readonly #byWish = new Map<string, string | null>();
  /** By what stands in it: the selection's id */
  readonly #byContent = new Map<string, string>();
  readonly #printed = new Map<string, DigestPaper>();
  readonly #earlier = new Map<string, string[]>();

  constructor(given: NewSelections) {
    this.#given = given;
    this.#matching = new TopicMatcher(given.candidates, given.texts);
  }

  /**
   * The issue's own, under the issue's id: for a reader without topics who was mailed the own
   * selections of the schedule's issues before it. Empty where nothing is new.
   *
   * @param mailed their ids
   */
  async writeOwn(mailed: string[]): Promise<void> {
    const wish = {
      size: PAPERS_PER_EMAIL.default,
      topics: "{}",
      mailed: mailed.join(" "),
      missed: null,
    };
    await this.readEarlier([wish]);
    if (await this.idFor(wish)) return;
    this.#insert({
      subject: "No new papers",
      reason: EMPTY_REASONS.noNewPapers(this.#given.since),
      papers: "[]",
    });
  }

  /** Reads what was made earlier for a page of readers; to be called before `idFor`. */
  async readEarlier(wishes: Wish[]): Promise<void> {
    if (this.#earlier.size > MOST_EARLIER) this.#earlier.clear();
    const ids = new Set(
      wishes.flatMap(({ mailed, missed }) => [...split(mailed), ...split(missed)]),
    );
    const missing = [...ids].filter((id) => !this.#earlier.has(id));
    if (missing.length === 0) return;
    for (const [id, papers] of await listSelectedPaperIds(missing)) this.#earlier.set(id, papers);
  }

  /** The selection for a reader, written where it is the first of its kind; null: there is nothing for them. */
  async idFor(wish: Wish): Promise<string | null> {
    const key = hashed(`${wish.size} ${wish.topics} ${wish.mailed}|${wish.missed}`);
    const known = this.#byWish.get(key);
    if (known !== undefined) return known;
    if (this.#byWish.size > MOST_WISHES) this.#byWish.clear();
    const id = await this.#choose(wish);
    this.#byWish.set(key, id);
    return id;
  }

  async #choose({ size, topics, ...earlier }: Wish): Promise<string | null> {
    if (!this.#given.candidates.some(({ isNew }) => isNew)) return null;
    const mailed = this.#papersOf(earlier.mailed);
    const missed = this.#papersOf(earlier.missed);
    const asked = await this.#matching.of(topics);
    const chosen = choosePapers(asked.papers, { mailed, missed, size });
    if (chosen.length === 0) return null;
    const papers = (await this.#print(chosen)).map((paper) => {
      const matchReasons = this.#matching.reasons(asked, paper.id).slice(0, REASONS);
      return matchReasons.length ? { ...paper, matchReasons } : paper;
    });
    const fresh = chosen.filter(({ isNew }) => isNew).length;
    const known = asked.papers.filter(({ id, isNew }) => isNew && mailed.has(id)).length;
    const { since, formatSubject: subjectOf } = this.#given;
    return this.#insert({
      subject: subjectOf(papers.map(({ title }) => title)),
      reason: explainSelection({
        ...{
          newCount: fresh,
          newTotal: asked.newCount - known,
          returningCount: chosen.length - fresh,
          since,
        },
        topics: parseTopics(topics),
      }),
      papers: JSON.stringify(papers),
    });
  }

  #papersOf(selections: string | null): Set<string> {
    return new Set(split(selections).flatMap((id) => this.#earlier.get(id) ?? []));
  }

  async #print(chosen: Candidate[]): Promise<DigestPaper[]> {
    const missing = chosen.map(({ id }) => id).filter((id) => !this.#printed.has(id));
    for (const paper of missing.length ? await listDigestPapers(missing) : []) {
      this.#printed.set(paper.id, paper);
    }
    return chosen.flatMap(({ id }) => this.#printed.get(id) ?? []);
  }

  #insert(selection: { subject: string; reason: string; papers: string }): string {
    const { bulk, issueId } = this.#given;
    const key = hashed(`${selection.reason}\n${selection.papers}`);
    const known = this.#byContent.get(key);
    if (known) return known;
    const number = this.#byContent.size;
    const id = number ? `${issueId}.${number}` : issueId;
    bulk.insert("DigestSelection", [{ id, issueId, ...selection }]);
    this.#byContent.set(key, id);
    return id;
  }
}
