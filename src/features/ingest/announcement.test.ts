import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getWeekday, toUtcDay } from "@/lib/day";
import {
  computeAnnouncement,
  computeDatedAnnouncement,
  explainMissingAnnouncement,
} from "./announcement";

const dayFor = (submitted: string) => computeAnnouncement(new Date(submitted)).day;
const atFor = (submitted: string) => computeAnnouncement(new Date(submitted)).at.toISOString();

describe("an announcement", () => {
  // 14:00 in New York is 19:00 UTC in winter and 18:00 UTC in summer.
  test.each([
    ["Monday to the second before the cut-off", "2026-02-09T18:59:59.999Z", "2026-02-10"],
    ["at the cut-off", "2026-02-09T19:00:00.000Z", "2026-02-11"],
    ["in summer to the second before", "2026-08-10T17:59:59.999Z", "2026-08-11"],
    ["in summer at the cut-off", "2026-08-10T18:00:00.000Z", "2026-08-12"],
    ["Thursday before the cut-off", "2026-02-12T18:59:59.999Z", "2026-02-13"],
    ["Thursday after it: Sunday evening", "2026-02-12T19:00:00.000Z", "2026-02-16"],
    ["Friday before the cut-off: Sunday evening", "2026-02-13T18:59:59.999Z", "2026-02-16"],
    ["Friday after it: Monday evening", "2026-02-13T19:00:00.000Z", "2026-02-17"],
    ["Saturday", "2026-02-14T12:00:00.000Z", "2026-02-17"],
    ["Sunday an hour before the announcement", "2026-02-16T00:00:00.000Z", "2026-02-17"],
  ])("%s", (_, submitted, day) => {
    expect(dayFor(submitted)).toBe(day);
  });

  test.each([
    [
      "Friday, the clock goes forward before Sunday evening",
      "2026-03-06T18:59:59Z",
      "2026-03-09T00:00:00.000Z",
    ],
    ["Monday after it, an hour earlier by UTC", "2026-03-09T17:59:59Z", "2026-03-10T00:00:00.000Z"],
    ["Monday after it, at the cut-off", "2026-03-09T18:00:00Z", "2026-03-11T00:00:00.000Z"],
    [
      "Friday, the clock goes back before Sunday evening",
      "2026-10-30T17:59:59Z",
      "2026-11-02T01:00:00.000Z",
    ],
    ["Monday after it, an hour later by UTC", "2026-11-02T18:59:59Z", "2026-11-03T01:00:00.000Z"],
    ["Monday after it, at the cut-off", "2026-11-02T19:00:00Z", "2026-11-04T01:00:00.000Z"],
  ])("across a change of daylight saving time: %s", (_, submitted, at) => {
    expect(atFor(submitted)).toBe(at);
  });

  test.each([
    ["Thanksgiving is passed over to Sunday", "2025-11-26T20:00:00Z", "2025-12-01"],
    ["its eve is not", "2025-11-26T18:00:00Z", "2025-11-27"],
    ["Martin Luther King's day to Tuesday", "2026-01-17T12:00:00Z", "2026-01-21"],
    ["one of a Friday, as of a Sunday, to Monday", "2026-07-02T19:00:00Z", "2026-07-07"],
    ["the Sunday that arXiv stated", "2025-07-03T19:00:00Z", "2025-07-08"],
    ["two in a row, with a weekend", "2024-12-24T20:00:00Z", "2024-12-30"],
    ["in a year that arXiv hasn't stated: New Year's Day", "2031-01-01T12:00:00Z", "2031-01-03"],
    ["Christmas on a Saturday is observed on Friday", "2027-12-23T20:00:00Z", "2027-12-28"],
  ])("on a holiday: %s", (_, submitted, day) => {
    expect(dayFor(submitted)).toBe(day);
  });

  const instants = fc.date({
    min: new Date("1991-08-14T00:00:00Z"),
    max: new Date("2099-12-31T00:00:00Z"),
    noInvalidDate: true,
  });

  test("is never before its submission, within nine days, on a day from Monday to Friday", () => {
    fc.assert(
      fc.property(instants, (submitted) => {
        const { day, at } = computeAnnouncement(submitted);
        const hours = (at.getTime() - submitted.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThanOrEqual(6);
        expect(hours).toBeLessThan(9 * 24);
        expect(toUtcDay(at)).toBe(day);
        expect(getWeekday(day)).toBeGreaterThanOrEqual(1);
        expect(getWeekday(day)).toBeLessThanOrEqual(5);
        expect(explainMissingAnnouncement(day)).toBeNull();
      }),
      { numRuns: 3_000 },
    );
  });

  test("of a later submission is never earlier", () => {
    fc.assert(
      fc.property(instants, fc.nat(10 * 86_400_000), (submitted, later) => {
        const second = new Date(submitted.getTime() + later);
        expect(computeAnnouncement(second).at >= computeAnnouncement(submitted).at).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

test("a date in New York means the announcement of the evening before", () => {
  expect(computeDatedAnnouncement("2025-08-20").at.toISOString()).toBe("2025-08-20T00:00:00.000Z");
  expect(computeDatedAnnouncement("2026-01-07").at.toISOString()).toBe("2026-01-07T01:00:00.000Z");
  expect(computeDatedAnnouncement("2026-02-14").day).toBe("2026-02-13");
  expect(computeDatedAnnouncement("2026-02-15").day).toBe("2026-02-13");
});

test.each([
  ["2026-02-14", "arXiv announces no papers on Saturdays."],
  ["2026-02-15", "arXiv announces no papers on Sundays."],
  ["2026-01-20", "arXiv announced no papers because of its holiday on Monday, January 19, 2026."],
  ["2026-07-06", "arXiv announced no papers because of its holiday on Friday, July 3, 2026."],
  ["2025-07-07", "arXiv announced no papers because of its holiday on Sunday, July 6, 2025."],
  ["2026-02-16", null],
  ["2026-02-20", null],
])("why %s has no announcement: %s", (day, why) => {
  expect(explainMissingAnnouncement(day)).toBe(why);
});
