import type { BulkWriter, SqlValue } from "./bulk";

type PendingStatement = {
  sql: string;
  values: SqlValue[];
  resolve: (rows: unknown[]) => void;
  reject: (error: unknown) => void;
};

/**
 * Commits statements of several callers in one transaction, with one flush to the disk, if they wait
 * at the same moment. Each caller gets its answer after the commit. A statement that fails does not
 * affect the others.
 */
export class GroupCommit {
  #pending: PendingStatement[] = [];
  readonly #runTransaction: (write: (bulk: BulkWriter) => Promise<void>) => Promise<void>;

  /** @param runTransaction runs a transaction in its turn among all writes */
  constructor(runTransaction: (write: (bulk: BulkWriter) => Promise<void>) => Promise<void>) {
    this.#runTransaction = runTransaction;
  }

  /** Executes a statement and returns the rows of its RETURNING clause. */
  execute(sql: string, values: SqlValue[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ sql, values, resolve, reject });
      // Deferred, so that statements of the same turn of the event loop join the group.
      if (this.#pending.length === 1) setImmediate(() => this.#commit());
    });
  }

  async #commit(): Promise<void> {
    let group: PendingStatement[] = [];
    const answers: (() => void)[] = [];
    try {
      await this.#runTransaction(async (bulk) => {
        group = this.#pending;
        this.#pending = [];
        for (const { sql, values, resolve, reject } of group) {
          try {
            const rows = bulk.execute(sql, values);
            answers.push(() => resolve(rows));
          } catch (error) {
            // SQLite has undone this statement only, unless it had to end the transaction.
            if (!bulk.inTransaction) throw error;
            answers.push(() => reject(error));
          }
        }
      });
      for (const answer of answers) answer();
    } catch (error) {
      // If the transaction did not even begin, its group is still pending.
      const failed = group.length > 0 ? group : this.#pending.splice(0);
      for (const { reject } of failed) reject(error);
    }
  }
}
