import fc from "fast-check";
import { expect } from "vitest";

const ROUNDS = 12;
/** The factor between the two lengths of a fuzzed text. */
const LENGTH_FACTOR = 16;
/** Times below this one, in microseconds, count as equal: noise would decide between them. */
const SHORTEST_TIME = 250;

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
 * Whether the time of a function grows about linearly from `size` to `factor` times that size. Linear
 * code takes `factor` times as long, quadratic code its square; the limit is halfway, as a factor.
 * Compares the best of several runs, which excludes pauses of the garbage collector and of the
 * compiler. A run at `size` should take about a millisecond or more.
 */
export function growsLinearly(
  prepare: (size: number) => () => unknown,
  size: number,
  factor = 4,
): boolean {
  const maxGrowth = factor ** 1.5;
  const runSmall = prepare(size);
  const runLarge = prepare(factor * size);
  let small = Infinity;
  let large = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    small = Math.min(small, measure(runSmall));
    large = Math.min(large, measure(runLarge));
    if (round > 0 && large < maxGrowth * Math.max(small, SHORTEST_TIME)) return true;
  }
  return false;
}

/**
 * Fuzzes a parser for its time: repeats random sequences of the parts that mean something to it, between
 * other parts, and expects the time to grow about linearly with the length. Errors count as results.
 *
 * @param options.length the length of the longest texts, in characters
 */
export function assertLinearTime(
  parse: (text: string) => unknown,
  parts: string[],
  { length = 80_000, runs = 30 } = {},
): void {
  const part = fc.constantFrom("", ...parts);
  const repeated = fc
    .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 3 })
    .map((some) => some.join(""));
  fc.assert(
    fc.property(part, repeated, part, (start, middle, end) => {
      const prepare = (size: number) => {
        const text = start + middle.repeat(Math.ceil(size / middle.length)) + end;
        return () => {
          try {
            return parse(text);
          } catch (error) {
            return error;
          }
        };
      };
      // A wide span, and longer texts if it seems too slow: the garbage collector may cost nothing at one
      // length and much at the next. Quadratic code is too slow at every length.
      const isLinearUpTo = (longest: number) =>
        growsLinearly(prepare, longest / LENGTH_FACTOR, LENGTH_FACTOR);
      expect(isLinearUpTo(length) || isLinearUpTo(3 * length) || isLinearUpTo(5 * length)).toBe(
        true,
      );
    }),
    // Each part is tried alone, too.
    { numRuns: runs + parts.length, examples: parts.map((one) => ["", one, ""]) },
  );
}
