import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { MINUTE } from "@/lib/duration";

const SYSTEM_PATHS = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
].flatMap((name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`, `/snap/bin/${name}`]);

function run(program: string, args: string[], timeout: number): void {
  console.log(`> ${program} ${args.join(" ")}`);
  spawnSync(program, args, {
    stdio: "inherit",
    timeout,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Whether a program starts: Playwright's own may exist without the system libraries it needs. */
const canRun = (file: string): boolean =>
  existsSync(file) && spawnSync(file, ["--version"], { timeout: MINUTE }).status === 0;

function findInstalled(): string | null {
  const configured = process.env.CHROMIUM_PATH;
  if (configured) return canRun(configured) ? configured : null;
  return [...SYSTEM_PATHS, chromium.executablePath()].find(canRun) ?? null;
}

/**
 * Finds a Chromium: that of `CHROMIUM_PATH`, else the system's, else Playwright's own. Without any,
 * installs Playwright's; if that fails and this is root on Debian, installs Debian's package.
 */
export function findChromium(): string | null {
  const installed = findInstalled();
  if (installed || process.env.CHROMIUM_PATH) return installed;
  console.log("No Chromium found: installing one.");
  run(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"], 5 * MINUTE);
  if (!findInstalled() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    run("apt-get", ["update", "-qq"], 5 * MINUTE);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], 10 * MINUTE);
  }
  return findInstalled();
}
