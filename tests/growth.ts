const ROUNDS = 12;
/** Linear code takes 4 times as long for 4 times the size, quadratic code 16 times. */
const MAX_GROWTH = 8;

/**
 * Returns the processor time of one run in microseconds. Unlike elapsed time, it doesn't grow with the
 * load of the machine.
 */
function measure(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/**
 * Whether the time of a function grows about linearly from `size` to four times that size. Compares the
 * best of several runs, which excludes pauses of the garbage collector and of the compiler. A run at
 * `size` should take about a millisecond or more.
 */
export function growsLinearly(prepare: (size: number) => () => unknown, size: number): boolean {
  const runSmall = prepare(size);
  const runLarge = prepare(4 * size);
  let small = Infinity;
  let large = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    small = Math.min(small, measure(runSmall));
    large = Math.min(large, measure(runLarge));
    if (round > 0 && large < MAX_GROWTH * small) return true;
  }
  return false;
}
