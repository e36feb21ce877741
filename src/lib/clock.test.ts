import { setTimeout } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { env, useEnv } from "@/env";
import { now } from "./clock";

test("CLOCK starts once in a process, although several bundles contain this module", async () => {
  const settings = { ...env(), clock: "2026-02-19T06:58:30Z" };
  useEnv(settings);
  const first = now();
  await setTimeout(50);
  vi.resetModules();
  const reloadedEnv = await import("@/env");
  reloadedEnv.useEnv(settings);
  const another = await import("./clock");
  expect(another.now().getTime()).toBeGreaterThanOrEqual(first.getTime() + 40);
});
