import { availableParallelism } from "node:os";
import { defineConfig } from "playwright/test";
import { findChromium } from "./tests/chromium";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "tests/.output/playwright",
  // Each file starts a site of its own, so files run beside each other, and the tests of one in order.
  fullyParallel: false,
  workers: Math.max(1, Math.min(4, availableParallelism())),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    timezoneId: "Asia/Kathmandu",
    locale: "en-US",
    // A page that fades into the next is drawn twice, by a processor where there is no graphics card.
    contextOptions: { reducedMotion: "reduce" },
    // Without a picture of each step, which takes as long as the step: the pages themselves are kept.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      args: [
        // Chromium's own sandbox refuses root, as in a container.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
