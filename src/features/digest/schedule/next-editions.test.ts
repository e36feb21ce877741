import { expect, test } from "vitest";
import { formatEdition } from "./describe";
import { listSiteSchedules } from "./due";
import { listUpcomingEditions } from "./next-editions";

// A Thursday
const NOW = new Date("2026-03-05T15:00:00.000Z");

test("the site's own editions and the readers' stand in order of their instants", async () => {
  const chosen = [
    { rhythm: "daily" as const, weekday: 1, hour: 7, timeZone: "UTC", readers: 5 },
    { rhythm: "weekly" as const, weekday: 5, hour: 6, timeZone: "Asia/Kathmandu", readers: 2 },
  ];
  const coming = await listUpcomingEditions(
    chosen,
    listSiteSchedules({ hour: 7, timeZone: "UTC" }),
    NOW,
  );
  const told = coming.map(({ schedule, dueAt, readers, isSiteSchedule: isSites }) => [
    ...[schedule, dueAt.toISOString(), readers, isSites],
  ]);
  expect(told).toEqual([
    ["Weekly on Friday, 06:00 Asia/Kathmandu", "2026-03-06T00:15:00.000Z", 2, false],
    ["Daily, 07:00 UTC", "2026-03-06T07:00:00.000Z", 5, true],
    ["Weekly on Monday, 07:00 UTC", "2026-03-09T07:00:00.000Z", 0, true],
    ["Monthly, 07:00 UTC", "2026-04-01T07:00:00.000Z", 0, true],
  ]);
});

test("thousands of schedules hold nobody up, and a zone that isn't known here hides no other", async () => {
  const daily = { rhythm: "daily" as const, weekday: 1, hour: 7, readers: 1 };
  const chosen = Array.from({ length: 500 }, (_, hour) => ({
    ...{ ...daily, hour: hour % 24, timeZone: "Europe/Berlin" },
  }));
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  });
  const coming = await listUpcomingEditions(
    [{ ...daily, timeZone: "Moon/Base" }, ...chosen],
    [],
    NOW,
  );
  clearInterval(timer);
  expect(coming).toHaveLength(500);
  expect(turns).toBeGreaterThan(1);
});

test("an edition's name is told in words, another text as it stands", () => {
  expect(formatEdition("daily/2026-03-05/07/Europe/Berlin")).toBe(
    "Daily · Mar 5, 2026 · 07:00 Europe/Berlin",
  );
  expect(formatEdition("2026-03-05")).toBe("2026-03-05");
});
