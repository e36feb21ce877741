import type { PaperDraft } from "@/features/papers/schema";
import type { Day } from "@/lib/day";

/** Why an entry can't be taken, in words. */
export class RejectedEntry extends Error {}

/** What an entry itself may not tell. */
export type EntryContext = {
  /** The listing day that was asked for */
  day?: Day;
  now: Date;
};

/** One answer of a source. */
export type SourceAnswer = {
  entries: unknown[];
  /** OAI-PMH: where the list goes on */
  resumptionToken?: string;
  /** How many entries all pages have together, where the answer says so */
  total?: number;
};

/** A form in which sources tell of papers. Pure. */
export type Format = {
  /** Stands as the source of what was posted in this form */
  name: string;
  /** @throws AppError bad_request where the text can't be read, unprocessable where it is another thing */
  parseAnswer(text: string): SourceAnswer;
  /** The id in an entry, for reports of refusals; null where there is none */
  findId(entry: unknown): string | null;
  /** @throws RejectedEntry with the reason in words */
  parseEntry(entry: unknown, context: EntryContext): PaperDraft;
};
