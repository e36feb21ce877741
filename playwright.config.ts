import { defineConfig } from "playwright/test";
import { findChromium } from "./tests/chromium";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "tests/.output/playwright",
  fullyParallel: false,
  // A browser and a server use more than one core, so files that run beside each other only wait longer.
  workers: 1,
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
