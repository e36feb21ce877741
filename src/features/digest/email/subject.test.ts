import fc from "fast-check";
import { expect, test } from "vitest";
import { formatSubject } from "./subject";

test.each([
  [["One"], "One"],
  [["One", "Two"], "One and 1 more"],
  [["A\r\nBcc: x@example.org\r\n", "Two", "Three"], "A Bcc: x@example.org and 2 more"],
  [["\u202eflipped\u202c", "Two"], "flipped and 1 more"],
  [["\u0000 \u2028 \u0085", "Two"], "Papers for you and 1 more"],
  [["=?utf-8?Q?=0D=0ABcc:_x?="], "= ?utf-8?Q?=0D=0ABcc:_x?="],
  [[], "Papers for you"],
])("titles %j have the subject %j", (titles, subject) => {
  expect(formatSubject(titles)).toBe(subject);
});

test.each(["🧪", "👩‍🔬", "🇳🇵", "e\u0301", "漢"])(
  "a long title of %s is cut between characters",
  (character) => {
    for (const before of [84, 85, 86, 87, 88, 89]) {
      const subject = formatSubject([`${"a".repeat(before)}${character.repeat(20)}`]);
      expect(subject).toMatch(new RegExp(`^a+(${character})*…$`, "u"));
      expect(subject.length).toBeLessThanOrEqual(90);
    }
  },
);

test("any subject is one line of at most 110 whole characters and does not change the text direction", () => {
  const title = fc.array(
    fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\r\n", "\u202e")),
  );
  const titles = fc.array(
    title.map((pieces) => pieces.join("")),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(titles, (given) => {
      const subject = formatSubject(given);
      expect(subject.length).toBeLessThanOrEqual(110);
      expect(subject).toMatch(/\S/);
      expect(subject).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: 1000 },
  );
});
