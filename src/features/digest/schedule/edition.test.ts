import { expect, test } from "vitest";
import type { Schedule } from "@/features/digest/schema";
import { findStartOfHour } from "@/lib/day";
import { formatEditionName, getLatestEdition, getNextEdition, parseEdition } from "./edition";

const makeSchedule = (more: Partial<Schedule>): Schedule => ({
  rhythm: "daily",
  weekday: 1,
  hour: 7,
  timeZone: "Europe/Berlin",
  ...more,
});

test.each([
  // An ordinary day, in winter and in summer
  ["2026-01-15", 7, "Europe/Berlin", "2026-01-15T06:00:00.000Z"],
  ["2026-07-15", 7, "Europe/Berlin", "2026-07-15T05:00:00.000Z"],
  // Clocks jump from 2 to 3: the hour that is missing begins with the jump
  ["2026-03-29", 2, "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ["2026-03-29", 3, "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  // Clocks go from 3 back to 2: the first of both
  ["2026-10-25", 2, "Europe/Berlin", "2026-10-25T00:00:00.000Z"],
  ["2026-10-25", 3, "Europe/Berlin", "2026-10-25T02:00:00.000Z"],
  // A jump at midnight
  ["2026-09-06", 0, "America/Santiago", "2026-09-06T04:00:00.000Z"],
  // A jump of half an hour
  ["2026-10-04", 2, "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
  ["2026-04-05", 1, "Australia/Lord_Howe", "2026-04-04T14:00:00.000Z"],
  ["2026-03-05", 0, "Asia/Kathmandu", "2026-03-04T18:15:00.000Z"],
  ["2026-03-05", 23, "Pacific/Kiritimati", "2026-03-05T09:00:00.000Z"],
])("hour %#: %s %i o'clock in %s begins at %s", (day, hour, zone, instant) => {
  expect(findStartOfHour(day, hour, zone)?.toISOString()).toBe(instant);
});

test("a day that a zone skipped has no hour", () => {
  expect(findStartOfHour("2011-12-30", 7, "Pacific/Apia")).toBeNull();
});

test.each([
  [makeSchedule({}), "2026-03-05T06:00:00Z", "daily/2026-03-05/07/Europe/Berlin", "2026-03-06"],
  [makeSchedule({}), "2026-03-05T05:59:59Z", "daily/2026-03-04/07/Europe/Berlin", "2026-03-05"],
  // Thursday, Saturday and Monday
  [
    makeSchedule({ rhythm: "weekdays" }),
    "2026-03-05T12:00:00Z",
    "weekdays/2026-03-05",
    "2026-03-06",
  ],
  [
    makeSchedule({ rhythm: "weekdays" }),
    "2026-03-07T12:00:00Z",
    "weekdays/2026-03-06",
    "2026-03-09",
  ],
  [
    makeSchedule({ rhythm: "weekdays" }),
    "2026-03-09T05:00:00Z",
    "weekdays/2026-03-06",
    "2026-03-09",
  ],
  [
    makeSchedule({ rhythm: "weekly", weekday: 0 }),
    "2026-03-05T12:00:00Z",
    "weekly/2026-03-01",
    "2026-03-08",
  ],
  [makeSchedule({ rhythm: "monthly" }), "2026-03-31T12:00:00Z", "monthly/2026-03-01", "2026-04-01"],
  [makeSchedule({ rhythm: "monthly" }), "2026-01-01T05:00:00Z", "monthly/2025-12-01", "2026-01-01"],
  // Already the next day there
  [
    makeSchedule({ timeZone: "Pacific/Kiritimati" }),
    "2026-03-05T17:00:00Z",
    "daily/2026-03-06/07/Pacific/Kiritimati",
    "2026-03-07",
  ],
])("%j at %s: the latest is %s, the next that of %s", (given, now, latest, next) => {
  expect(formatEditionName(getLatestEdition(given, new Date(now)).edition)).toContain(latest);
  expect(getNextEdition(given, new Date(now)).edition.date).toBe(next);
});

test("an edition's name contains all its parts", () => {
  const edition = {
    rhythm: "weekly",
    date: "2026-03-05",
    hour: 7,
    timeZone: "America/Port-au-Prince",
  } as const;
  expect(parseEdition(formatEditionName(edition))).toEqual(edition);
});

test.each([
  "",
  "daily",
  "hourly/2026-03-05/07/UTC",
  "daily/2026-02-30/07/UTC",
  "daily/2026-03-05/24/UTC",
  "daily/2026-03-05/07/",
  "daily/2026-03-05/07/..%2f",
])("%j is not an edition", (name) => {
  expect(parseEdition(name)).toBeNull();
});
