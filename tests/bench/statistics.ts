/** Returns the number below which about a share of the numbers lie: 0.95 for the 95th percentile. */
export const computeQuantile = (numbers: number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share)] ?? Number.NaN;

export function computeMedian(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Formats the median of some figures, then the lowest and the highest. */
export const formatSpread = (numbers: number[], digits: number): string =>
  `${computeMedian(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;

/** Reads a number from the command line, such as that of `--emails 100`. */
export function readOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}
