import type { PaperDraft } from "@/features/papers/schema";
import type { Day } from "@/lib/day";

/** An entry can't be imported; the message is the reason as a clause without a full stop. */
export class RejectedEntry extends Error {}

/** Facts that an entry may not contain. */
export type EntryContext = {
  /** The requested listing day, for entries that contain none */
  day?: Day;
  now: Date;
};

/** One answer of a source. */
export type SourceAnswer = {
  entries: unknown[];
  /** OAI-PMH: names the next page */
  resumptionToken?: string;
  /** How many entries all pages have together, where the answer states it */
  total?: number;
};

/** A format in which sources publish papers. Pure. */
export type Format = {
  /** Recorded as the source of posted entries */
  name: string;
  /**
   * Splits an answer into entries.
   *
   * @throws AppError bad_request where the text can't be parsed, unprocessable where it is not of
   *   this format
   */
  parseAnswer(text: string): SourceAnswer;
  /** Returns an entry's id to name it in a rejection; null where it has none */
  findId(entry: unknown): string | null;
  /** Parses an entry. @throws RejectedEntry */
  parseEntry(entry: unknown, context: EntryContext): PaperDraft;
};
