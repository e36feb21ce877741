/** Hands out the one right to write, first come, first served. */
export class WriteQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for the turn; the caller must call the answer once, when it has finished. */
  async enter(): Promise<() => void> {
    const before = this.#tail;
    let leave = () => {};
    this.#tail = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }

  async run<T>(write: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await write();
    } finally {
      leave();
    }
  }
}
