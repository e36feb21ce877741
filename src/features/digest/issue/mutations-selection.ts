import { hash } from "node:crypto";
import type { BulkWriter } from "@/db/bulk";
import { type DigestPaper, PAPERS_PER_EMAIL, parseTopics } from "@/features/digest/schema";
import type { Day } from "@/lib/day";
import { type Candidate, choosePapers } from "./choose";
import { type MatchResult, type PaperTextCache, TopicMatcher } from "./matching";
import { listSelectedPaperIds } from "./queries-freeze";
import { listDigestPapers } from "./queries-papers";
import { EMPTY_REASONS, explainSelection } from "./reasons";

const MAX_REASONS_PER_PAPER = 3;

/** Earlier selections that are remembered with their papers. Beyond it they are read again. */
const MAX_EARLIER_SELECTIONS = 20_000;

/**
 * Requests that are remembered with their selection. Beyond it papers are chosen again, and the
 * selection is recognized by its content.
 */
const MAX_REQUESTS = 100_000;

type IssueContext = {
  bulk: BulkWriter;
  issueId: string;
  /** Best first */
  candidates: Candidate[];
  texts: PaperTextCache;
  /** Papers first seen after this date are new */
  since: Day;
  formatSubject: (titles: string[]) => string;
};

/** Everything that decides which papers a subscriber gets. Equal requests get the same selection. */
type SelectionRequest = {
  size: number;
  topics: string;
  /** Space-separated ids of selections sent, or possibly sent, within the window */
  sent: string | null;
  /** Space-separated ids of selections within the window whose emails were never sent */
  unsent: string | null;
};

/** Hashes a key, so that a hundred thousand keys of any length stay small in memory. */
const hashKey = (text: string) => hash("sha1", text, "base64");

const splitIds = (ids: string | null): string[] => (ids ? ids.split(" ") : []);

/** Writes an issue's selections: one for all subscribers who get the same papers. */
export class SelectionWriter {
  readonly #issue: IssueContext;
  readonly #matcher: TopicMatcher;
  /** By request: the selection's id, or null if no paper is chosen */
  readonly #byRequest = new Map<string, string | null>();
  /** By content: the selection's id */
  readonly #byContent = new Map<string, string>();
  /** By paper id: the paper as the issue stores it */
  readonly #papers = new Map<string, DigestPaper>();
  /** By id of an earlier selection: the ids of its papers */
  readonly #earlier = new Map<string, string[]>();

  constructor(issue: IssueContext) {
    this.#issue = issue;
    this.#matcher = new TopicMatcher(issue.candidates, issue.texts);
  }

  /**
   * Writes the issue's own selection, whose id is the issue's: the papers for a subscriber without
   * topics who got the own selections of the schedule's earlier issues. Empty if no paper is new.
   *
   * @param earlierIds the ids of those earlier selections
   */
  async writeOwn(earlierIds: string[]): Promise<void> {
    const request: SelectionRequest = {
      size: PAPERS_PER_EMAIL.default,
      topics: "{}",
      sent: earlierIds.join(" "),
      unsent: null,
    };
    await this.readEarlier([request]);
    if (await this.ensureSelection(request)) return;
    this.#insert({
      subject: "No new papers",
      reason: EMPTY_REASONS.noNewPapers(this.#issue.since),
      papers: "[]",
    });
  }

  /** Reads the earlier selections of these requests. Must be called before `ensureSelection`. */
  async readEarlier(requests: SelectionRequest[]): Promise<void> {
    // Never cleared between this and `ensureSelection`, which needs all that is read here.
    if (this.#earlier.size > MAX_EARLIER_SELECTIONS) this.#earlier.clear();
    const ids = requests.flatMap(({ sent, unsent }) => [...splitIds(sent), ...splitIds(unsent)]);
    const missing = [...new Set(ids)].filter((id) => !this.#earlier.has(id));
    if (missing.length === 0) return;
    for (const [id, paperIds] of await listSelectedPaperIds(missing)) {
      this.#earlier.set(id, paperIds);
    }
  }

  /**
   * Returns the id of a request's selection. Writes the selection, unless one with the same content was
   * written before. Null if no paper is chosen.
   */
  async ensureSelection(request: SelectionRequest): Promise<string | null> {
    const { size, topics, sent, unsent } = request;
    const key = hashKey(`${size} ${topics} ${sent}|${unsent}`);
    const known = this.#byRequest.get(key);
    if (known !== undefined) return known;
    if (this.#byRequest.size > MAX_REQUESTS) this.#byRequest.clear();
    const id = await this.#writeSelection(request);
    this.#byRequest.set(key, id);
    return id;
  }

  async #writeSelection(request: SelectionRequest): Promise<string | null> {
    const { candidates, formatSubject } = this.#issue;
    const sent = this.#listPaperIds(request.sent);
    const unsent = this.#listPaperIds(request.unsent);
    // Papers of an email that was never sent are reason enough for an email, even if none is new.
    const isDue = candidates.some(({ id, isNew }) => isNew || (unsent.has(id) && !sent.has(id)));
    if (!isDue) return null;
    const result = await this.#matcher.match(request.topics);
    const chosen = choosePapers(result.papers, { sent, unsent, size: request.size });
    if (chosen.length === 0) return null;
    const papers = await this.#readPapers(chosen, result);
    return this.#insert({
      subject: formatSubject(papers.map(({ title }) => title)),
      reason: this.#explain(chosen, { result, sent, topics: request.topics }),
      papers: JSON.stringify(papers),
    });
  }

  #explain(
    chosen: Candidate[],
    { result, sent, topics }: { result: MatchResult; sent: Set<string>; topics: string },
  ): string {
    const newCount = chosen.filter(({ isNew }) => isNew).length;
    // A paper can be new in this edition and yet sent before: with another schedule's edition.
    const sentNewCount = result.papers.filter(({ id, isNew }) => isNew && sent.has(id)).length;
    return explainSelection({
      newCount,
      newTotal: result.newCount - sentNewCount,
      returningCount: chosen.length - newCount,
      since: this.#issue.since,
      topics: parseTopics(topics),
    });
  }

  /** Returns the ids of the papers of earlier selections. */
  #listPaperIds(selectionIds: string | null): Set<string> {
    return new Set(splitIds(selectionIds).flatMap((id) => this.#earlier.get(id) ?? []));
  }

  /** Reads papers as the issue stores them, in the order given, with the topics that they match. */
  async #readPapers(chosen: Candidate[], result: MatchResult): Promise<DigestPaper[]> {
    const missing = chosen.map(({ id }) => id).filter((id) => !this.#papers.has(id));
    if (missing.length) {
      for (const paper of await listDigestPapers(missing)) this.#papers.set(paper.id, paper);
    }
    return chosen.flatMap(({ id }) => {
      const paper = this.#papers.get(id);
      if (!paper) return [];
      const matchReasons = this.#matcher.listReasons(result, id).slice(0, MAX_REASONS_PER_PAPER);
      return matchReasons.length ? { ...paper, matchReasons } : paper;
    });
  }

  /** Writes a selection and returns its id, or the id of the one that has the same content. */
  #insert(selection: { subject: string; reason: string; papers: string }): string {
    const { bulk, issueId } = this.#issue;
    const key = hashKey(`${selection.reason}\n${selection.papers}`);
    const known = this.#byContent.get(key);
    if (known) return known;
    const number = this.#byContent.size;
    const id = number ? `${issueId}.${number}` : issueId;
    bulk.insert("DigestSelection", [{ id, issueId, ...selection }]);
    this.#byContent.set(key, id);
    return id;
  }
}
