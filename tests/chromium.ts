import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const SYSTEM = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].flatMap(
  (name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`, `/snap/bin/${name}`],
);

const MINUTES = 60_000;

function attempt(program: string, words: string[], timeout: number): void {
  console.log(`> ${program} ${words.join(" ")}`);
  spawnSync(program, words, {
    stdio: "inherit",
    timeout,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Playwright's own may be there without the system libraries it needs. */
const works = (file: string): boolean =>
  existsSync(file) && spawnSync(file, ["--version"], { timeout: MINUTES }).status === 0;

function installed(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return works(named) ? named : null;
  return [...SYSTEM, chromium.executablePath()].find(works) ?? null;
}

/**
 * A Chromium on this machine: `CHROMIUM_PATH`, the system's, Playwright's own; else Playwright's
 * is installed, or, where that can't be fetched and this is root on Debian, Debian's package.
 */
export function findChromium(): string | null {
  const there = installed();
  if (there || process.env.CHROMIUM_PATH) return there;
  console.log("No Chromium found: installing one.");
  attempt(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"], 5 * MINUTES);
  if (!installed() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    attempt("apt-get", ["update", "-qq"], 5 * MINUTES);
    attempt(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
      10 * MINUTES,
    );
  }
  return installed();
}
