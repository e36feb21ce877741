import { expect, test } from "vitest";
import { dayPeriod, monthOf, weekOf } from "@/lib/day";
import { whyEmpty } from "./empty-reason";

const THURSDAY = "2026-03-05";
const SATURDAY = "2026-03-07";

test.each([
  ["a day to come", dayPeriod("2026-03-06"), THURSDAY, /^This day is still to come/],
  ["a week to come", weekOf("2026-03-09"), THURSDAY, /^This week is still to come/],
  ["a month to come", monthOf("2026-04-01"), THURSDAY, /^This month is still to come/],
  ["today", dayPeriod(THURSDAY), THURSDAY, /today yet.*in the course of the day/],
  ["a weekend's today", dayPeriod(SATURDAY), SATURDAY, /^It is the weekend/],
  ["this week", weekOf(THURSDAY), THURSDAY, /for this week yet/],
  ["this month", monthOf(THURSDAY), THURSDAY, /for this month yet/],
  ["a past Saturday", dayPeriod("2026-02-28"), THURSDAY, /^It was a weekend/],
  ["a past Sunday", dayPeriod("2026-03-01"), THURSDAY, /^It was a weekend/],
  ["a past Monday", dayPeriod("2026-03-02"), THURSDAY, /^No papers were listed.*this day/],
  ["a past week", weekOf("2026-02-24"), THURSDAY, /^No papers were listed.*this week/],
  ["a past month", monthOf("2026-02-24"), THURSDAY, /^No papers were listed.*this month/],
])("an empty page says why: %s", (_, period, today, sentence) => {
  expect(whyEmpty(period, today)).toMatch(sentence);
});

test("what the sources tell stands after what the calendar tells", () => {
  const news = ["arXiv announces nothing on Saturdays.", "No good answer from arXiv yet."];
  expect(whyEmpty(dayPeriod("2026-02-28"), THURSDAY, news)).toBe(
    "It was a weekend: papers are listed from Monday to Friday. arXiv announces nothing on Saturdays. No good answer from arXiv yet.",
  );
});
