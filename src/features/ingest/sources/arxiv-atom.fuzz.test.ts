import { assertParsesSafely, corruptEntry, corruptText } from "@tests/fuzz";
import { renderAtomEntry, renderAtomFeed } from "@tests/made-up-arxiv";
import { expect, test } from "vitest";
import { arxivAtom } from "./arxiv-atom";

test("any input results in clean drafts, rejected entries with reasons, or an error with a sentence", () => {
  const whole = renderAtomFeed([
    renderAtomEntry({ comment: "9 pages" }),
    renderAtomEntry({ id: "2602.00002v2" }),
  ]);
  const seen = assertParsesSafely(arxivAtom, corruptText(whole), corruptEntry(arxivAtom, whole));
  expect(seen.drafts).toBeGreaterThan(1_000);
  expect(seen.rejected).toBeGreaterThan(1_000);
  expect(seen.refused).toBeGreaterThan(1_000);
}, 60_000);
