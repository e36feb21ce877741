import { expect, test } from "vitest";
import { toDayPeriod, toMonth, toWeek } from "@/lib/day";
import { explainEmptyPeriod } from "./empty-reason";

const THURSDAY = "2026-03-05";
const SATURDAY = "2026-03-07";

test.each([
  ["a future day", toDayPeriod("2026-03-06"), THURSDAY, /^This day is in the future/],
  ["a future week", toWeek("2026-03-09"), THURSDAY, /^This week is in the future/],
  ["a future month", toMonth("2026-04-01"), THURSDAY, /^This month is in the future/],
  ["today", toDayPeriod(THURSDAY), THURSDAY, /today yet.*during the day/],
  ["a weekend's today", toDayPeriod(SATURDAY), SATURDAY, /^No papers on weekends\./],
  ["this week", toWeek(THURSDAY), THURSDAY, /for this week yet/],
  ["this month", toMonth(THURSDAY), THURSDAY, /for this month yet/],
  ["a past Saturday", toDayPeriod("2026-02-28"), THURSDAY, /^No papers on weekends\./],
  ["a past Sunday", toDayPeriod("2026-03-01"), THURSDAY, /^No papers on weekends\./],
  ["a past Monday", toDayPeriod("2026-03-02"), THURSDAY, /^No papers were listed.*this day/],
  ["a past week", toWeek("2026-02-24"), THURSDAY, /^No papers were listed.*this week/],
  ["a past month", toMonth("2026-02-24"), THURSDAY, /^No papers were listed.*this month/],
])("an empty page explains itself: %s", (_, period, today, sentence) => {
  expect(explainEmptyPeriod(period, today)).toMatch(sentence);
});

test("the notes on the sources follow the calendar's explanation", () => {
  const notes = [
    "arXiv announces no papers on Saturdays.",
    "We haven't been able to reach arXiv yet.",
  ];
  expect(explainEmptyPeriod(toDayPeriod("2026-02-28"), THURSDAY, notes)).toBe(
    "No papers on weekends. arXiv announces no papers on Saturdays. We haven't been able to reach arXiv yet.",
  );
});
