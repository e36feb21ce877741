import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getNextEdition } from "@/features/digest/schedule/edition";
import { parseTopics, serializeTopics } from "@/features/digest/schema";
import { AppError } from "@/lib/errors";
import {
  MAX_TOPIC_ENTRIES,
  MAX_TOPIC_ENTRY_LENGTH,
  parsePreferences,
  TOPIC_LISTS,
} from "./preferences";

const FIELDS = { rhythm: "daily", weekday: "3", hour: "7", timeZone: "Europe/Berlin", size: "10" };
const parse = (more: Record<string, string> = {}) => parsePreferences({ ...FIELDS, ...more });

/** Returns the sentence with which a form is refused. */
function getRefusal(more: Record<string, string>): string {
  try {
    parse(more);
  } catch (error) {
    if (error instanceof AppError && error.status === 400) return error.message;
    throw error;
  }
  throw new Error("the form was accepted");
}

describe("the schedule", () => {
  test("is stored as chosen; a weekday counts for the weekly digest only", () => {
    expect(parse()).toEqual({
      rhythm: "daily",
      weekday: 1,
      hour: 7,
      timeZone: "Europe/Berlin",
      size: 10,
      topics: {},
    });
    expect(parse({ rhythm: "weekly" })).toMatchObject({ rhythm: "weekly", weekday: 3 });
    expect(parse({ rhythm: "weekly", weekday: "0" }).weekday).toBe(0);
    expect(parse({ rhythm: "monthly", weekday: "soon" }).weekday).toBe(1);
  });

  test("a time zone has one spelling, however it was typed", () => {
    expect(parse({ timeZone: "europe/berlin" }).timeZone).toBe("Europe/Berlin");
    expect(parse({ timeZone: "Etc/UTC" }).timeZone).toBe("UTC");
  });

  test.each([
    [{ rhythm: "hourly" }, "Choose how often: daily, weekdays, weekly or monthly."],
    [{ rhythm: "weekly", weekday: "7" }, "Choose a day of the week."],
    [{ rhythm: "weekly", weekday: "" }, "Choose a day of the week."],
    [{ hour: "24" }, "Choose an hour from 0 to 23."],
    [{ hour: "7.5" }, "Choose an hour from 0 to 23."],
    [{ hour: "" }, "Choose an hour from 0 to 23."],
    [{ timeZone: "Berlin" }, "Choose a time zone, such as Europe/Berlin or UTC."],
    [{ timeZone: "+05:30" }, "Choose a time zone, such as Europe/Berlin or UTC."],
    [{ size: "4" }, "Choose between 5 and 25 papers."],
    [{ size: "26" }, "Choose between 5 and 25 papers."],
    [{ size: "-9" }, "Choose between 5 and 25 papers."],
    [{ hour: "x", size: "x" }, "Choose an hour from 0 to 23. Choose between 5 and 25 papers."],
  ])("%j is refused: %s", (more, sentence) => {
    expect(getRefusal(more)).toBe(sentence);
  });
});

describe("topics", () => {
  test("are one per line or comma, cleaned, each once in its first spelling", () => {
    const { topics } = parse({
      keywords: "Diffusion,  protein \u0007 folding \r\n\r\n diffusion,,\nZebra",
      authors: "李飞飞\nAda Lovelace",
    });
    expect(topics).toEqual({
      keywords: ["Diffusion", "Zebra", "protein folding"],
      authors: ["Ada Lovelace", "李飞飞"],
    });
  });

  test("take arXiv's spelling of a category; others may be another source's", () => {
    expect(parse({ categories: "CS.cl, STAT, nlp-lab" }).topics.categories).toEqual([
      "cs.CL",
      "nlp-lab",
      "stat",
    ]);
    expect(getRefusal({ categories: "machine learning" })).toBe(
      "“machine learning” isn't a category. Write one like cs.CL, or cs for all of it.",
    );
  });

  test("are accepted up to the limits and refused beyond", () => {
    const entries = (count: number, length: number) =>
      Array.from({ length: count }, (_, index) => String(index).padStart(length, "x")).join("\n");
    const most = entries(MAX_TOPIC_ENTRIES, MAX_TOPIC_ENTRY_LENGTH);
    expect(parse({ keywords: most, excluded: most }).topics.excluded).toHaveLength(
      MAX_TOPIC_ENTRIES,
    );
    expect(getRefusal({ excluded: entries(MAX_TOPIC_ENTRIES + 1, 5) })).toBe(
      "There are 51 words to exclude: keep at most 50.",
    );
    expect(getRefusal({ authors: "a".repeat(MAX_TOPIC_ENTRY_LENGTH + 1) })).toBe(
      "“aaaaaaaaaaaaaaaaaaaa…” is too long for the authors: keep each to 100 characters.",
    );
  });
});

const fieldTexts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.constantFrom("daily", "weekly", "0", "7", "25", "UTC", "Asia/Kathmandu", "cs.CL", "__proto__"),
  fc.array(fc.string({ maxLength: 8 }), { maxLength: 60 }).map((parts) => parts.join("\n")),
);
const names = [
  "rhythm",
  "weekday",
  "hour",
  "timeZone",
  "size",
  ...TOPIC_LISTS.map(({ name }) => name),
];
const fields = fc.record(Object.fromEntries(names.map((name) => [name, fieldTexts])), {
  requiredKeys: [],
});

test("any form is refused with a sentence, or gives preferences that have a next edition", () => {
  const property = fc.property(fields, fc.boolean(), (sent, isScheduleValid) => {
    let preferences: ReturnType<typeof parsePreferences>;
    try {
      preferences = parsePreferences(isScheduleValid ? { ...sent, ...FIELDS } : sent);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      return;
    }
    const now = new Date("2026-03-05T15:00:00.000Z");
    expect(getNextEdition(preferences, now).dueAt > now).toBe(true);
    expect(parseTopics(serializeTopics(preferences.topics))).toEqual(preferences.topics);
    for (const list of Object.values(preferences.topics)) {
      expect(list.length).toBeLessThanOrEqual(MAX_TOPIC_ENTRIES);
      for (const entry of list) expect(entry).toMatch(/^\S(.{0,98}\S)?$/su);
    }
  });
  fc.assert(property, { numRuns: 2000 });
});

test("preferences shown in the form and sent again stay the same", () => {
  const property = fc.property(fields, (sent) => {
    let preferences: ReturnType<typeof parsePreferences>;
    try {
      preferences = parsePreferences({ ...sent, ...FIELDS });
    } catch {
      return;
    }
    const again = Object.entries(preferences.topics).map(([name, list]) => [name, list.join("\n")]);
    expect(parse(Object.fromEntries(again)).topics).toEqual(preferences.topics);
  });
  fc.assert(property, { numRuns: 500 });
});
