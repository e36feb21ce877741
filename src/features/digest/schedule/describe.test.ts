import { hoursAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import type { Schedule } from "@/features/digest/schema";
import { formatDueTime, getNextEmail } from "./describe";
import { listZoneGroups } from "./time-zones";

const DAILY: Schedule = { rhythm: "daily", weekday: 1, hour: 7, timeZone: "America/New_York" };
const next = (schedule: Schedule, more: { pausedUntil?: Date; mailedOn?: string[] } = {}) =>
  formatDueTime(getNextEmail(schedule, { pausedUntil: null, emailedOn: [], now: NOW, ...more }));

describe("the next mail", () => {
  test("is told by weekday, date, hour and zone", () => {
    expect(next(DAILY)).toBe("Friday, March 6, 2026 at 07:00 (America/New York)");
    expect(next({ ...DAILY, rhythm: "weekly", weekday: 2 })).toContain("Tuesday, March 10, 2026");
    expect(next({ ...DAILY, rhythm: "monthly" })).toContain("Wednesday, April 1, 2026");
  });

  test("comes after a pause that still runs, not after one that is over", () => {
    expect(next(DAILY, { pausedUntil: hoursAfter(24 * 14) })).toContain("Friday, March 20, 2026");
    expect(next(DAILY, { pausedUntil: hoursAfter(-1) })).toContain("Friday, March 6, 2026");
  });

  test("is on no date that was mailed already, whatever was changed since", () => {
    const late = { ...DAILY, hour: 23 };
    expect(next(late)).toContain("Thursday, March 5, 2026 at 23:00");
    expect(next(late, { mailedOn: ["2026-03-05"] })).toContain("Friday, March 6, 2026 at 23:00");
  });
});

describe("the zones to choose from", () => {
  const names = (chosen: string) =>
    listZoneGroups(chosen).flatMap(({ zones }) => zones.map(({ name }) => name));

  test("are all that there are, each once, UTC first", () => {
    const all = names("UTC");
    expect(all).toEqual(expect.arrayContaining(Intl.supportedValuesOf("timeZone")));
    expect(all[0]).toBe("UTC");
    expect(new Set(all).size).toBe(all.length);
  });

  test("hold the one that was chosen, even where this Node lists it by another name", () => {
    expect(names("US/Pacific")).toContain("US/Pacific");
  });

  test("are labelled without underscores and region", () => {
    const america = listZoneGroups("UTC").find(({ region }) => region === "America");
    expect(america?.zones).toContainEqual({
      name: "America/Argentina/Rio_Gallegos",
      label: "Argentina: Rio Gallegos",
    });
  });
});
