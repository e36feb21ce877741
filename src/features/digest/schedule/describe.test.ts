import { describe, expect, test } from "vitest";
import { formatEdition } from "./describe";
import { listZoneGroups, parseTimeZone } from "./time-zones";
import { formatZone, getCurrentZoneName } from "./zone-names";

test("an edition's name is formatted, another text stays unchanged", () => {
  expect(formatEdition("daily/2026-03-05/07/Europe/Berlin")).toBe(
    "Daily · Mar 5, 2026 · 07:00 Europe/Berlin",
  );
  expect(formatEdition("2026-03-05")).toBe("2026-03-05");
});

describe("the time zones to choose from", () => {
  const listNames = (chosen: string) =>
    listZoneGroups(chosen).flatMap(({ zones }) => zones.map(({ name }) => name));

  test("are all that Node knows, each once, UTC first", () => {
    const all = listNames("UTC");
    const known = Intl.supportedValuesOf("timeZone").map(getCurrentZoneName);
    expect(all).toEqual(expect.arrayContaining(known));
    expect(all[0]).toBe("UTC");
    expect(new Set(all).size).toBe(all.length);
  });

  test("include the chosen one, even if this Node lists it by another name", () => {
    expect(listNames("US/Pacific")).toContain("US/Pacific");
  });

  test("are labeled without underscores and region", () => {
    const america = listZoneGroups("UTC").find(({ region }) => region === "America");
    expect(america?.zones).toContainEqual({
      name: "America/Argentina/Rio_Gallegos",
      label: "Argentina: Rio Gallegos",
    });
  });
});

test.each([
  ["Europe/Kiev", "Europe/Kyiv", "Europe/Kyiv"],
  ["Asia/Calcutta", "Asia/Kolkata", "Asia/Kolkata"],
  ["Asia/Saigon", "Asia/Ho_Chi_Minh", "Asia/Ho Chi Minh City"],
  ["Asia/Katmandu", "Asia/Kathmandu", "Asia/Kathmandu"],
  ["America/Godthab", "America/Nuuk", "America/Nuuk"],
  ["America/Buenos_Aires", "America/Argentina/Buenos_Aires", "America/Argentina/Buenos Aires"],
  ["Europe/Berlin", "Europe/Berlin", "Europe/Berlin"],
])("%s is stored as %s, offered once by that name, and shown as %s", (old, current, shown) => {
  expect(parseTimeZone(old)).toBe(current);
  expect(parseTimeZone(current)).toBe(current);
  expect(formatZone(old)).toBe(shown);
  const offered = listZoneGroups(old).flatMap(({ zones }) => zones.map(({ name }) => name));
  expect(offered.filter((name) => name === current)).toHaveLength(1);
  expect(offered.filter((name) => name === old)).toHaveLength(old === current ? 1 : 0);
});

test("today's name of each zone is known to this Node, and means the same zone", () => {
  const instant = new Date("2026-07-15T12:00:00Z");
  for (const old of Intl.supportedValuesOf("timeZone")) {
    const format = (timeZone: string) => instant.toLocaleString("en", { timeZone });
    expect(format(getCurrentZoneName(old)), old).toBe(format(old));
  }
});
