import { runFault } from "@tests/run-faults";
import { FAULTS } from "@tests/smtp-faults";
import { expect, test } from "vitest";

test("there are at least twenty faults, each named once", () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  expect(FAULTS.length).toBeGreaterThanOrEqual(20);
});

test.each(FAULTS)("$name: $state", async (fault) => {
  expect(await runFault(fault, 1, "resend")).toEqual([]);
});

test.each(FAULTS.filter(({ state }) => state === "uncertain"))(
  "held for the admin: $name",
  async (fault) => {
    expect(await runFault(fault, 1, "hold")).toEqual([]);
  },
);
