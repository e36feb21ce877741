import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { findChromium } from "./chromium";

/** `npm test` runs every check of the project, and counts them in its last line. */
const OUTPUT = "tests/.output";
rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };

function run(program: string, words: string[], env: Record<string, string> = {}): boolean {
  console.log(`\n> ${[program, ...words].join(" ").replace(process.execPath, "node")}`);
  const { status } = spawnSync(program, words, {
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  return status === 0;
}

const node = (words: string[], env?: Record<string, string>) => run(process.execPath, words, env);

/** Runs a check that passes or fails as a whole, and counts as one. */
function check(passed: boolean): void {
  total[passed ? "passed" : "failed"] += 1;
}

type Counts = { passed: number; failed: number; skipped: number };

/** Reads a runner's own counts. If it failed without counting a failure, that counts as one. */
function count(ended: boolean, report: string, read: (json: unknown) => Counts): void {
  const counts = existsSync(report)
    ? read(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 0, skipped: 0 };
  if (!ended && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

check(node(["node_modules/@biomejs/biome/bin/biome", "ci", "."]));
const built = node(["src/cli/bootstrap.mjs", "build"]);
check(built);
check(node(["node_modules/typescript/bin/tsc", "--noEmit"]));

const units = `${OUTPUT}/vitest.json`;
count(
  node([
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${units}`,
  ]),
  units,
  (json) => {
    const report = vitestReport.parse(json);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  },
);

const chromium = built ? findChromium() : null;
if (!built) {
  console.error("The browser tests need the build, which failed.");
} else if (!chromium) {
  console.error(
    "No browser for the browser tests: install Chromium, or name one in CHROMIUM_PATH. They count as one failure.",
  );
  check(false);
} else {
  const pages = `${OUTPUT}/playwright.json`;
  count(
    node(["node_modules/playwright/cli.js", "test", "--reporter=list,json"], {
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: `${process.cwd()}/${pages}`,
    }),
    pages,
    (json) => {
      const { stats } = playwrightReport.parse(json);
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      };
    },
  );
}

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
