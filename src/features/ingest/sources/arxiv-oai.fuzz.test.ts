import { assertParsesSafely, corruptEntry, corruptText } from "@tests/fuzz";
import { renderOaiList, renderOaiRecord } from "@tests/made-up-arxiv";
import { expect, test } from "vitest";
import { arxivOai } from "./arxiv-oai";

test("any input results in clean drafts, rejected entries with reasons, or an error with a sentence", () => {
  const whole = renderOaiList(
    [renderOaiRecord(), renderOaiRecord({ id: "astro-ph/0601001" })],
    "<resumptionToken>t</resumptionToken>",
  );
  const seen = assertParsesSafely(arxivOai, corruptText(whole), corruptEntry(arxivOai, whole));
  expect(seen.drafts).toBeGreaterThan(1_000);
  expect(seen.rejected).toBeGreaterThan(1_000);
  expect(seen.refused).toBeGreaterThan(1_000);
}, 60_000);
