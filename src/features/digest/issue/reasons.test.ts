import { expect, test } from "vitest";
import type { Topics } from "@/features/digest/schema";
import { explainSelection } from "./reasons";

const explain = (newCount: number, newTotal: number, returningCount = 0, topics: Topics = {}) =>
  explainSelection({
    newCount,
    newTotal,
    returningCount,
    since: "2026-03-04",
    topics,
  });

test.each([
  [explain(10, 43), "Top 10 of 43 new papers since Wednesday, March 4."],
  [explain(7, 7), "All 7 new papers since Wednesday, March 4."],
  [explain(1, 1), "The only new paper since Wednesday, March 4."],
  [explain(8, 8, 2), "8 new papers since Wednesday, March 4, and 2 older papers now trending."],
  [
    explain(9, 1200, 1),
    "Top 9 of 1,200 new papers since Wednesday, March 4, and 1 older paper now trending.",
  ],
  [explain(1, 3), "The top one of 3 new papers since Wednesday, March 4."],
  [explain(0, 0, 2), "2 older papers, now trending."],
  [explain(0, 0, 1, { categories: ["cs.CL"] }), "1 older paper matching cs.CL, now trending."],
  [
    explain(5, 12, 0, { keywords: ["diffusion"], categories: ["cs.CL"] }),
    "Top 5 of 12 new papers matching cs.CL or “diffusion” since Wednesday, March 4.",
  ],
  [
    explain(1, 1, 0, { excluded: ["survey", "review"] }),
    "The only new paper without “survey” or “review” since Wednesday, March 4.",
  ],
  [
    explain(2, 2, 0, { categories: ["a", "b", "c"], authors: ["D E", "F G", "H I"] }),
    "All 2 new papers matching a, b, c, D E or 2 more topics since Wednesday, March 4.",
  ],
])("%s", (sentence, expected) => {
  expect(sentence).toBe(expected);
});
