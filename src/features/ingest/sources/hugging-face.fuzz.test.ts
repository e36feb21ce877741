import { makeEntry } from "@tests/factories";
import { assertParsesSafely, corruptEntry, corruptText } from "@tests/fuzz";
import { expect, test } from "vitest";
import { huggingFace } from "./hugging-face";

test("any input results in clean drafts, rejected entries with reasons, or an error with a sentence", () => {
  const whole = JSON.stringify([makeEntry(), makeEntry({ id: "2603.00002" })]);
  const seen = assertParsesSafely(
    huggingFace,
    corruptText(whole),
    corruptEntry(huggingFace, whole),
  );
  expect(seen.drafts).toBeGreaterThan(1_000);
  expect(seen.rejected).toBeGreaterThan(1_000);
  expect(seen.refused).toBeGreaterThan(1_000);
}, 60_000);
