import { hoursAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { decideNextState } from "./next-state";

describe("an email that was not accepted", () => {
  const tries = { attempts: 1, uncertainAttempts: 0, firstTriedAt: NOW };
  const createContext = (now: Date, policy: "resend" | "hold" = "resend") => ({
    policy,
    now,
    random: 0,
  });

  test("is skipped after 12 hours, with the last answer", () => {
    const deferred = { state: "deferred" as const, answer: "451 not now" };
    expect(
      decideNextState(deferred, { ...tries, attempts: 9 }, createContext(hoursAfter(11.5))),
    ).toEqual({
      state: "skipped",
      answer: "given up after 12 hours; the last answer: 451 not now",
      isUncertain: false,
    });
  });

  test.each([
    ["resend", 0, "deferred"],
    ["resend", 1, "deferred"],
    ["resend", 2, "unknown"],
    ["hold", 0, "unknown"],
  ] as const)(
    "in an uncertain attempt, with %s and %i uncertain attempts before, is %s",
    (policy, uncertainAttempts, state) => {
      const uncertain = { state: "uncertain" as const, answer: "Connection closed" };
      expect(
        decideNextState(uncertain, { ...tries, uncertainAttempts }, createContext(NOW, policy)),
      ).toMatchObject({
        state,
        isUncertain: true,
      });
    },
  );

  test("is unknown, not skipped, if an earlier attempt may have succeeded", () => {
    const deferred = { state: "deferred" as const, answer: "451" };
    const late = { ...tries, attempts: 9, uncertainAttempts: 1 };
    expect(decideNextState(deferred, late, createContext(hoursAfter(11.5))).state).toBe("unknown");
  });
});
