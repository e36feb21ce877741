import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  formatLongDay,
  formatPeriod,
  formatShortDay,
  getWeekday,
  parseDay,
  parseMonth,
  parseWeek,
  toDayPeriod,
  toMonth,
  toUtcDay,
  toWeek,
  toZonedDay,
  toZonedHour,
} from "./day";

const at = (text: string) => new Date(text);

const instants = fc.date({
  min: at("1990-01-01T00:00:00.000Z"),
  max: at("2200-12-20T00:00:00.000Z"),
  noInvalidDate: true,
});
const days = instants.map(toUtcDay);

test("the tests run in a time zone far from UTC, in which a forgotten zone shows", () => {
  expect(at("2026-03-05T12:00:00.000Z").getTimezoneOffset()).toBe(-345);
});

describe("a day", () => {
  test.each(["2026-02-19", "2024-02-29", "1990-01-01", "2200-12-31"])("%s exists", (text) => {
    expect(parseDay(text)).toBe(text);
  });

  test.each([
    "2025-02-30",
    "2025-02-29",
    "2025-13-40",
    "2025-00-10",
    "2025-01-00",
    "1989-12-31",
    "2201-01-01",
    "0000-01-01",
    "2025-1-1",
    "20250101",
    "2025-01-01T00:00:00Z",
    " 2025-01-01",
    "2025-01-01\n",
    "-2025-01-01",
    "٢٠٢٥-٠١-٠١",
    "",
    "today",
  ])("%j is refused", (text) => {
    expect(parseDay(text)).toBeNull();
  });

  test("is its instant's date in UTC, in any time zone of the machine", () => {
    expect(toUtcDay(at("2026-03-05T00:00:00.000Z"))).toBe("2026-03-05");
    expect(toUtcDay(at("2026-03-05T23:59:59.999Z"))).toBe("2026-03-05");
  });

  test("adds days across months, years and leap days", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
    expect(addDays("2026-03-05", 0)).toBe("2026-03-05");
  });

  test("plus and minus the same count is the same day, and each day is followed by the next", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -800, max: 800 }), (day, count) => {
        expect(addDays(addDays(day, count), -count)).toBe(day);
        expect(parseDay(day)).toBe(day);
        expect(addDays(day, 1) > day).toBe(true);
        expect(getWeekday(addDays(day, 1))).toBe((getWeekday(day) + 1) % 7);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is formatted for people", () => {
    expect(formatLongDay("2026-02-19")).toBe("Thursday, February 19, 2026");
    expect(formatShortDay("2026-02-01")).toBe("Feb 1, 2026");
    expect(getWeekday("2026-02-22")).toBe(0);
  });
});

describe("a week", () => {
  test.each([
    ["2026-W01", "2025-12-29", "2026-01-04"],
    ["2020-W53", "2020-12-28", "2021-01-03"],
    ["2026-W08", "2026-02-16", "2026-02-22"],
    ["2026-W53", "2026-12-28", "2027-01-03"],
    ["2021-W01", "2021-01-04", "2021-01-10"],
  ])("%s runs from %s to %s", (key, first, last) => {
    expect(parseWeek(key)).toEqual({ kind: "week", key, first, last });
  });

  test.each([
    "2025-W53",
    "2025-W54",
    "2025-W00",
    "2025-W99",
    "1989-W01",
    "2201-W01",
    "2025-W1",
    "2025-w01",
    "2025W01",
    "2025-W01-1",
    "2025-W01\n",
    "",
  ])("%j is refused", (key) => {
    expect(parseWeek(key)).toBeNull();
  });

  test("has its seven days from Monday on, and its key parses to it", () => {
    fc.assert(
      fc.property(days, (day) => {
        const week = toWeek(day);
        expect(parseWeek(week.key)).toEqual(week);
        expect(week.first <= day && day <= week.last).toBe(true);
        expect(getWeekday(week.first)).toBe(1);
        expect(addDays(week.first, 6)).toBe(week.last);
        expect(toWeek(addDays(week.last, 1)).key > week.key).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a month", () => {
  test("runs from its first to its last day", () => {
    expect(parseMonth("2024-02")).toEqual({
      kind: "month",
      key: "2024-02",
      first: "2024-02-01",
      last: "2024-02-29",
    });
    expect(toMonth("2025-12-31")).toMatchObject({ first: "2025-12-01", last: "2025-12-31" });
  });

  test.each(["2025-13", "2025-00", "2025-1", "1989-12", "2025-01-01", "2025", ""])(
    "%j is refused",
    (key) => {
      expect(parseMonth(key)).toBeNull();
    },
  );

  test("has its own days only, and its key parses to it", () => {
    fc.assert(
      fc.property(days, (day) => {
        const month = toMonth(day);
        expect(parseMonth(month.key)).toEqual(month);
        expect(month.first <= day && day <= month.last).toBe(true);
        expect(addDays(month.first, -1).slice(0, 7)).not.toBe(month.key);
        expect(addDays(month.last, 1).slice(0, 7)).not.toBe(month.key);
      }),
      { numRuns: 1_000 },
    );
  });
});

test("a period is formatted for people", () => {
  expect(formatPeriod(toDayPeriod("2026-02-19"))).toBe("Thursday, February 19, 2026");
  expect(formatPeriod(toWeek("2026-02-19"))).toBe("Week 8, February 16 – 22, 2026");
  expect(formatPeriod(toWeek("2026-01-01"))).toBe("Week 1, December 29 – January 4, 2026");
  expect(formatPeriod(toMonth("2026-02-19"))).toBe("February 2026");
});

describe("the clock of a time zone", () => {
  test.each([
    ["before daylight saving time", "2026-03-29T00:59:59.999Z", "Europe/Berlin", "2026-03-29", 1],
    [
      "after the hour that is skipped",
      "2026-03-29T01:00:00.000Z",
      "Europe/Berlin",
      "2026-03-29",
      3,
    ],
    ["in the hour that comes twice", "2026-10-25T00:30:00.000Z", "Europe/Berlin", "2026-10-25", 2],
    ["in it again", "2026-10-25T01:30:00.000Z", "Europe/Berlin", "2026-10-25", 2],
    ["west of the date line", "2026-03-05T10:00:00.000Z", "Pacific/Kiritimati", "2026-03-06", 0],
    ["east of the date line", "2026-03-05T10:59:59.999Z", "Pacific/Pago_Pago", "2026-03-04", 23],
    ["before Samoa's missing day", "2011-12-30T09:59:59.999Z", "Pacific/Apia", "2011-12-29", 23],
    ["after it", "2011-12-30T10:00:00.000Z", "Pacific/Apia", "2011-12-31", 0],
    ["where midnight is skipped", "2026-04-24T00:30:00.000Z", "Africa/Cairo", "2026-04-24", 3],
    ["at a quarter of an hour", "2026-03-04T18:15:00.000Z", "Asia/Kathmandu", "2026-03-05", 0],
    ["in UTC", "2026-03-05T00:00:00.000Z", "UTC", "2026-03-05", 0],
  ])("is right %s", (_, instant, zone, day, hour) => {
    expect(toZonedDay(at(instant), zone)).toBe(day);
    expect(toZonedHour(at(instant), zone)).toBe(hour);
  });

  test("agrees with the platform's own", () => {
    const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];
    const nearbyInstant = fc.date({
      min: at("2005-01-01T00:00:00.000Z"),
      max: at("2036-01-01T00:00:00.000Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(nearbyInstant, fc.constantFrom(...zones), (instant, timeZone) => {
        const platform = new Intl.DateTimeFormat("en-CA", {
          timeZone,
          hourCycle: "h23",
          year: "numeric",
          month: "2-digit",
          day: "2-digit",
          hour: "2-digit",
        });
        const formatted = `${toZonedDay(instant, timeZone)}, ${String(toZonedHour(instant, timeZone)).padStart(2, "0")}`;
        expect(formatted).toBe(platform.format(instant));
      }),
      { numRuns: 1_000 },
    );
  });
});
