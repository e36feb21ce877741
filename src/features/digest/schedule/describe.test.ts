import { describe, expect, test } from "vitest";
import { formatEdition } from "./describe";
import { listZoneGroups } from "./time-zones";

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
    expect(all).toEqual(expect.arrayContaining(Intl.supportedValuesOf("timeZone")));
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
