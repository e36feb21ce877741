import { runFault } from "@tests/run-faults";
import { FAULTS } from "@tests/smtp-faults";
import { expect, test } from "vitest";

test("there are at least twenty faults, each with its own name", () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  expect(FAULTS.length).toBeGreaterThanOrEqual(20);
});

test.each(FAULTS)("a delivery ends as expected ($state): $name", async (fault) => {
  expect(await runFault(fault, 1, "resend")).toEqual([]);
});

test.each(FAULTS.filter(({ state }) => state === "uncertain"))(
  "an uncertain delivery is held for the admin: $name",
  async (fault) => {
    expect(await runFault(fault, 1, "hold")).toEqual([]);
  },
);
