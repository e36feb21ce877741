import { assertParsesSafely, corruptEntry, corruptText } from "@tests/fuzz";
import { renderRssFeed, renderRssItem } from "@tests/made-up-arxiv";
import { expect, test } from "vitest";
import { arxivRss } from "./arxiv-rss";

test("any input results in clean drafts, rejected entries with reasons, or an error with a sentence", () => {
  const whole = renderRssFeed([
    renderRssItem(),
    renderRssItem({ id: "2601.00009v2", type: "replace" }),
  ]);
  const seen = assertParsesSafely(arxivRss, corruptText(whole), corruptEntry(arxivRss, whole));
  expect(seen.drafts).toBeGreaterThan(1_000);
  expect(seen.rejected).toBeGreaterThan(1_000);
  expect(seen.refused).toBeGreaterThan(1_000);
}, 60_000);
