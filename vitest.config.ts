import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

export default defineConfig({
  resolve: { alias: { "@": path.join(root, "src"), "@tests": path.join(root, "tests") } },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tests/*.test.ts"],
    globalSetup: ["tests/global-setup.ts"],
    setupFiles: ["tests/set-up.ts"],
    sequence: { shuffle: true },
    // Vitest leaves one core free, which on two cores doubles the time.
    maxWorkers: "100%",
    // A forgotten zone fails: five hours and three quarters from UTC.
    env: { TZ: "Asia/Kathmandu" },
    testTimeout: 20_000,
  },
});
