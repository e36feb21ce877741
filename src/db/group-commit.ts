import type { BulkWriter, SqlValue } from "./bulk";

type PendingStatement = {
  sql: string;
  values: SqlValue[];
  resolve: (rows: unknown[]) => void;
  reject: (error: unknown) => void;
};

/**
 * Single statements of several callers that wait at the same moment share one transaction, and so
 * one flush to the disk. Each is answered once it is committed; one that fails takes nothing of the
 * others with it.
 */
export class GroupCommit {
  #waiting: PendingStatement[] = [];
  readonly #inTurn: (execute: (bulk: BulkWriter) => Promise<void>) => Promise<void>;

  /** @param inTurn runs a transaction once it is its turn among all writes */
  constructor(inTurn: (execute: (bulk: BulkWriter) => Promise<void>) => Promise<void>) {
    this.#inTurn = inTurn;
  }

  /** Answers the rows that the statement returns. */
  execute(sql: string, values: SqlValue[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sql, values, resolve, reject });
      // Not at once: what else has arrived with the same turn of the event loop comes along.
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  async #commit(): Promise<void> {
    let group: PendingStatement[] = [];
    const answers: (() => void)[] = [];
    try {
      await this.#inTurn(async (bulk) => {
        group = this.#waiting;
        this.#waiting = [];
        for (const { sql, values, resolve, reject } of group) {
          try {
            const rows = bulk.execute(sql, values);
            answers.push(() => resolve(rows));
          } catch (error) {
            // SQLite has undone this statement alone, unless it had to give up the transaction.
            if (!bulk.inTransaction) throw error;
            answers.push(() => reject(error));
          }
        }
      });
      for (const answer of answers) answer();
    } catch (error) {
      for (const { reject } of group.length ? group : this.#waiting.splice(0)) reject(error);
    }
  }
}
