import { expect, test } from "vitest";
import { toDayPeriod, toMonth, toWeek } from "@/lib/day";
import { explainEmptyPeriod } from "./empty-reason";

const THURSDAY = "2026-03-05";
const SATURDAY = "2026-03-07";

test.each([
  ["a day to come", toDayPeriod("2026-03-06"), THURSDAY, /^This day is still to come/],
  ["a week to come", toWeek("2026-03-09"), THURSDAY, /^This week is still to come/],
  ["a month to come", toMonth("2026-04-01"), THURSDAY, /^This month is still to come/],
  ["today", toDayPeriod(THURSDAY), THURSDAY, /today yet.*in the course of the day/],
  ["a weekend's today", toDayPeriod(SATURDAY), SATURDAY, /^It is the weekend/],
  ["this week", toWeek(THURSDAY), THURSDAY, /for this week yet/],
  ["this month", toMonth(THURSDAY), THURSDAY, /for this month yet/],
  ["a past Saturday", toDayPeriod("2026-02-28"), THURSDAY, /^It was a weekend/],
  ["a past Sunday", toDayPeriod("2026-03-01"), THURSDAY, /^It was a weekend/],
  ["a past Monday", toDayPeriod("2026-03-02"), THURSDAY, /^No papers were listed.*this day/],
  ["a past week", toWeek("2026-02-24"), THURSDAY, /^No papers were listed.*this week/],
  ["a past month", toMonth("2026-02-24"), THURSDAY, /^No papers were listed.*this month/],
])("an empty page says why: %s", (_, period, today, sentence) => {
  expect(explainEmptyPeriod(period, today)).toMatch(sentence);
});

test("what the sources tell stands after what the calendar tells", () => {
  const news = ["arXiv announces nothing on Saturdays.", "No good answer from arXiv yet."];
  expect(explainEmptyPeriod(toDayPeriod("2026-02-28"), THURSDAY, news)).toBe(
    "It was a weekend: papers are listed from Monday to Friday. arXiv announces nothing on Saturdays. No good answer from arXiv yet.",
  );
});
