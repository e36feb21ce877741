import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase } from "@/db/client";
import { DAY, MINUTE } from "@/lib/duration";
import { runYear } from "../simulated-year";
import { compile } from "./compiled";
import { runAllFaults } from "./faults";
import { judge, type Policy } from "./judge";
import { killSenders } from "./kill";
import { runSchedulers } from "./schedulers";
import { startSink } from "./sink-process";
import { createSettings, openSite } from "./site";

/**
 * `npm run soak` checks the digest's promises at length and prints figures. Arguments choose parts of
 * it; options such as `--kills 50 --seed 7` set fewer kills at other moments. The exit code is 1 if a
 * promise is broken.
 */

/** Reads the number after an option. */
const readOption = (name: string, defaultValue: number) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? defaultValue : Number(process.argv[at + 1]);
};

const SUBSCRIBERS = readOption("--subscribers", 10_000);
const KILLS = readOption("--kills", 200);
const SCHEDULERS = { schedulers: 20, ticks: readOption("--ticks", 100), subscribers: 30 };
const FAULT_REPEATS = readOption("--times", 50);
/** The kills end after this time, and so do the faults: a slow machine does fewer of them. */
const MAX_MINUTES = readOption("--minutes", 60);
/** The length of the simulation, by default a year. */
const DAYS = readOption("--days", 365);
const seed = readOption("--seed", 1);

const printFigure = (name: string, value: string | number) =>
  console.log(`  ${name.padEnd(28)}${value}`);

const isTimeUp = (started: number) => performance.now() - started > MAX_MINUTES * MINUTE;

/** Creates a function that prints a line at every 20th kill and returns whether the time is up. */
const createProgress = (started: number) => (kills: number) => {
  if (kills % 20 === 0) console.log(`  … ${kills} kills`);
  return isTimeUp(started);
};

/** Prints the first broken promises and returns whether none is broken. */
function printVerdict(broken: string[], started: number): boolean {
  printFigure("seconds", ((performance.now() - started) / 1000).toFixed(0));
  for (const sentence of broken.slice(0, 20)) console.log(`  BROKEN: ${sentence}`);
  if (broken.length === 0) console.log("  every promise held");
  return broken.length === 0;
}

const runKills = (policy: Policy) => async (folder: string) => {
  const started = performance.now();
  const sink = await startSink();
  const sender = await compile("tests/soak/sender");
  try {
    const plan = { folder, sink, sender, policy, seed, subscribers: SUBSCRIBERS, kills: KILLS };
    const soakLog = await killSenders({ ...plan, onKill: createProgress(started) });
    const verdict = judge(soakLog);
    printFigure("subscribers", SUBSCRIBERS);
    printFigure("kills with SIGKILL", soakLog.kills.length);
    printFigure("  while sending", verdict.killsWhileSending);
    printFigure(
      "  emails being sent, total",
      soakLog.kills.reduce((n, c) => n + c.uncertain.length, 0),
    );
    printFigure("snapshots", soakLog.snapshots.length);
    printFigure("emails received", soakLog.receivedEmails.length);
    printFigure("missing", verdict.missing);
    printFigure("Message-IDs that arrived", verdict.messageIds);
    printFigure("extra copies", verdict.copies);
    printFigure("  per kill, on average", verdict.copiesPerKill.toFixed(2));
    printFigure("  after one kill, maximum", verdict.maxCopiesAtOnce);
    printFigure("held for the admin", soakLog.held.length);
    printFigure("  of these delivered in fact", verdict.heldButDelivered);
    return printVerdict(verdict.broken, started);
  } finally {
    sender.remove();
    await sink.stop();
  }
};

async function schedulers(folder: string): Promise<boolean> {
  const started = performance.now();
  const sink = await startSink();
  const scheduler = await compile("tests/soak/scheduler");
  try {
    const soakLog = await runSchedulers({ ...SCHEDULERS, folder, sink, scheduler, seed });
    printFigure("schedulers × ticks", `${SCHEDULERS.schedulers} × ${SCHEDULERS.ticks}`);
    printFigure("issues", soakLog.issues.length);
    printFigure("  editions", new Set(soakLog.issues).size);
    printFigure("subscribers", SCHEDULERS.subscribers * 3);
    printFigure("emails", soakLog.emailCount);
    printFigure("ticks that failed", soakLog.failures.length);
    return printVerdict(soakLog.broken, started);
  } finally {
    scheduler.remove();
    await sink.stop();
  }
}

async function faults(folder: string): Promise<boolean> {
  const started = performance.now();
  const { faults, times, broken } = await runAllFaults(folder, FAULT_REPEATS, () =>
    isTimeUp(started),
  );
  printFigure("faults × times × policies", `${faults} × ${times} × 2`);
  printFigure("not as expected", broken.length);
  return printVerdict(broken, started);
}

async function year(folder: string): Promise<boolean> {
  const started = performance.now();
  openSite(createSettings(folder));
  try {
    const from = new Date("2026-01-01T00:00:00Z");
    const to = new Date(from.getTime() + DAYS * DAY);
    const figures = await runYear({ seed, from, to });
    printFigure("days", DAYS);
    for (const [name, value] of Object.entries(figures)) printFigure(name, value);
    return printVerdict([], started);
  } catch (error) {
    return printVerdict([error instanceof Error ? error.message : String(error)], started);
  }
}

const parts: Record<string, (folder: string) => Promise<boolean>> = {
  kill: runKills("resend"),
  hold: runKills("hold"),
  schedulers,
  faults,
  year,
};

const named = process.argv.slice(2).filter((word) => Object.hasOwn(parts, word));
const unknown = process.argv
  .slice(2)
  .find((word) => !/^(--[a-z]+|\d+)$/.test(word) && !named.includes(word));
if (unknown) {
  console.error(
    `Name a part: npm run soak -- ${Object.keys(parts).join(" | ")}, or none for all parts.`,
  );
  process.exit(1);
}
for (const [name, run] of Object.entries(parts)) {
  if (named.length && !named.includes(name)) continue;
  console.log(`${name}:`);
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-soak-"));
  try {
    if (!(await run(folder))) process.exitCode = 1;
  } finally {
    await closeDatabase();
    rmSync(folder, { recursive: true, force: true });
  }
}
