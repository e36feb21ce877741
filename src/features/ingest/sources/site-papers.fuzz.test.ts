import { assertParsesSafely, corruptEntry, corruptText } from "@tests/fuzz";
import { makeSitePaper } from "@tests/made-up";
import { expect, test } from "vitest";
import { sitePapersFormat } from "./site-papers";

test("any input results in clean drafts, rejected entries with reasons, or an error with a sentence", () => {
  const whole = JSON.stringify({ papers: [makeSitePaper(), makeSitePaper({ day: "2026-03-04" })] });
  const seen = assertParsesSafely(
    sitePapersFormat,
    corruptText(whole),
    corruptEntry(sitePapersFormat, whole),
  );
  expect(seen.drafts).toBeGreaterThan(1_000);
  expect(seen.rejected).toBeGreaterThan(1_000);
  expect(seen.refused).toBeGreaterThan(1_000);
}, 60_000);
