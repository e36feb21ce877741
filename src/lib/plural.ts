/**
 * Formats a count with its noun: "1 paper", "3,303 papers".
 *
 * @param many the plural if it is not the noun with an "s"
 */
export const plural = (count: number, noun: string, many = `${noun}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? noun : many}`;
