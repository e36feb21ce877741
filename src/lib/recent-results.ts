const MAX_ENTRIES = 10_000;

/**
 * Remembers the results of forms, in this process only, so that a form that a double click sends twice
 * gets the same result twice, also while the first is still being worked on.
 */
export class RecentResults<Value> {
  readonly #lifetimeMs: number;
  readonly #entries = new Map<string, { result: Promise<Value>; until: number }>();

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  /** Returns the result of this key. Creates it unless there is one. An error isn't remembered. */
  async get(key: string, create: () => Promise<Value>): Promise<Value> {
    const known = this.find(key);
    if (known) return known;
    const result = create();
    this.set(key, result);
    return result;
  }

  /** Stores the result of this key until its lifetime is over or it fails. */
  set(key: string, result: Promise<Value>): void {
    // Deleted first, so that the entries stay in the order in which they expire.
    this.#entries.delete(key);
    const entry = { result, until: performance.now() + this.#lifetimeMs };
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    result.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
  }

  /** Returns the result of this key, or undefined if there is none. */
  find(key: string): Promise<Value> | undefined {
    const now = performance.now();
    // All entries have the same lifetime, so the first ones expire first.
    for (const [oldest, { until }] of this.#entries) {
      if (until > now) break;
      this.#entries.delete(oldest);
    }
    return this.#entries.get(key)?.result;
  }
}
