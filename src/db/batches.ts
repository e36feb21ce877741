/** Rows that one statement of a cleanup changes. More would keep other writes waiting. */
export const CLEANUP_BATCH = 500;

/**
 * Repeats a statement that changes at most `CLEANUP_BATCH` rows until no row is left, or until the
 * process is asked to stop. Returns how many rows it changed.
 */
export async function repeatBatches(
  isStopping: () => boolean,
  changeBatch: () => Promise<{ count: number }>,
): Promise<number> {
  let total = 0;
  while (!isStopping()) {
    const { count } = await changeBatch();
    total += count;
    if (count < CLEANUP_BATCH) break;
  }
  return total;
}
