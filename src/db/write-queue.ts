/** Grants the right to write to one caller at a time, in the order of their requests. */
export class WriteQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for the caller's turn. Returns the function that ends it; the caller must call it once. */
  async enter(): Promise<() => void> {
    const before = this.#tail;
    let leave = () => {};
    this.#tail = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }

  /** Runs a write in its turn. */
  async run<T>(write: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await write();
    } finally {
      leave();
    }
  }
}
