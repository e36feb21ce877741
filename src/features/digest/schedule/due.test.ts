import { hoursAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import type { Schedule } from "@/features/digest/schema";
import { formatDueTime } from "./describe";
import { getNextEmail, listSiteSchedules, listUpcomingEditions } from "./due";

const DAILY: Schedule = { rhythm: "daily", weekday: 1, hour: 7, timeZone: "America/New_York" };

describe("the next email", () => {
  const formatNext = (
    schedule: Schedule,
    more: { pausedUntil?: Date; emailedOn?: string[] } = {},
  ) =>
    formatDueTime(getNextEmail(schedule, { pausedUntil: null, emailedOn: [], now: NOW, ...more }));

  test("has a weekday, date, hour and zone", () => {
    expect(formatNext(DAILY)).toBe("Friday, March 6, 2026 at 07:00 (America/New York)");
    expect(formatNext({ ...DAILY, rhythm: "weekly", weekday: 2 })).toContain(
      "Tuesday, March 10, 2026",
    );
    expect(formatNext({ ...DAILY, rhythm: "monthly" })).toContain("Wednesday, April 1, 2026");
  });

  test("comes after a pause that still runs, not after one that is over", () => {
    expect(formatNext(DAILY, { pausedUntil: hoursAfter(24 * 14) })).toContain(
      "Friday, March 20, 2026",
    );
    expect(formatNext(DAILY, { pausedUntil: hoursAfter(-1) })).toContain("Friday, March 6, 2026");
  });

  test("is never on a date that has a delivery, even after the hour was changed", () => {
    const late = { ...DAILY, hour: 23 };
    expect(formatNext(late)).toContain("Thursday, March 5, 2026 at 23:00");
    expect(formatNext(late, { emailedOn: ["2026-03-05"] })).toContain(
      "Friday, March 6, 2026 at 23:00",
    );
  });
});

describe("the upcoming editions", () => {
  test("of the site and of the subscribers are ordered by their instants", async () => {
    const chosen = [
      { rhythm: "daily" as const, weekday: 1, hour: 7, timeZone: "UTC", subscribers: 5 },
      {
        rhythm: "weekly" as const,
        weekday: 5,
        hour: 6,
        timeZone: "Asia/Kathmandu",
        subscribers: 2,
      },
    ];
    const siteSchedules = listSiteSchedules({ hour: 7, timeZone: "UTC" });
    const upcoming = await listUpcomingEditions(chosen, siteSchedules, NOW);
    expect(
      upcoming.map(({ schedule, dueAt, subscribers, isSiteSchedule }) => [
        schedule,
        dueAt.toISOString(),
        subscribers,
        isSiteSchedule,
      ]),
    ).toEqual([
      ["Weekly on Friday at 06:00 Asia/Kathmandu", "2026-03-06T00:15:00.000Z", 2, false],
      ["Daily at 07:00 UTC", "2026-03-06T07:00:00.000Z", 5, true],
      ["Weekly on Monday at 07:00 UTC", "2026-03-09T07:00:00.000Z", 0, true],
      ["Monthly at 07:00 UTC", "2026-04-01T07:00:00.000Z", 0, true],
    ]);
  });

  test("of many schedules leave other work its turn, and an unknown zone hides no other", async () => {
    const daily = { rhythm: "daily" as const, weekday: 1, hour: 7, subscribers: 1 };
    const chosen = Array.from({ length: 500 }, (_, index) => ({
      ...daily,
      hour: index % 24,
      timeZone: "Europe/Berlin",
    }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    });
    const upcoming = await listUpcomingEditions(
      [{ ...daily, timeZone: "Moon/Base" }, ...chosen],
      [],
      NOW,
    );
    clearInterval(timer);
    expect(upcoming).toHaveLength(500);
    expect(turns).toBeGreaterThan(1);
  });
});
