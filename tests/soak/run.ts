import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase } from "@/db/client";
import { runYear } from "../simulated-year";
import { compile } from "./compiled";
import { runAllFaults } from "./faults";
import { judge, type Policy } from "./judge";
import { killSenders } from "./kill";
import { runSchedulers } from "./schedulers";
import { startSink } from "./sink-process";
import { openSite, siteSettings } from "./site";

/**
 * `npm run soak`: the digest's promises at full length, in figures; words choose parts, and
 * `--kills 50 --seed 7` fewer kills at other moments. Ends with 1 where a promise is broken.
 */
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const SUBSCRIBERS = option("--subscribers", 10_000);
const KILLS = option("--kills", 200);
const SCHEDULERS = { schedulers: 20, ticks: option("--ticks", 100), subscribers: 30 };
const TIMES = option("--times", 50);
/** Of killing, and of faults, at most: a slow machine has fewer */
const MINUTES = option("--minutes", 60);
/** Of the simulated year */
const DAYS = option("--days", 365);
const seed = option("--seed", 1);

const figure = (name: string, value: string | number) =>
  console.log(`  ${name.padEnd(28)}${value}`);

const isOver = (started: number) => performance.now() - started > MINUTES * 60_000;

/** A line now and then, as the long form takes minutes, and an end where it takes too many. */
const watch = (started: number) => (kills: number) => {
  if (kills % 20 === 0) console.log(`  … ${kills} kills`);
  return isOver(started);
};

/** Prints what is broken, at most a few of a kind, and answers whether nothing is. */
function conclude(broken: string[], started: number): boolean {
  figure("seconds", ((performance.now() - started) / 1000).toFixed(0));
  for (const sentence of broken.slice(0, 20)) console.log(`  BROKEN: ${sentence}`);
  if (broken.length === 0) console.log("  every promise held");
  return broken.length === 0;
}

const kill = (policy: Policy) => async (folder: string) => {
  const started = performance.now();
  const sink = await startSink();
  const sender = await compile("tests/soak/sender");
  try {
    const plan = { folder, sink, sender, policy, seed, subscribers: SUBSCRIBERS, kills: KILLS };
    const soakLog = await killSenders({ ...plan, onKill: watch(started) });
    const verdict = judge(soakLog);
    figure("subscribers", SUBSCRIBERS);
    figure("kills with SIGKILL", soakLog.crashes.length);
    figure("  hit mails under way", verdict.crashesUnderWay);
    figure(
      "  mails under way, in all",
      soakLog.crashes.reduce((n, c) => n + c.uncertain.length, 0),
    );
    figure("looks at the states", soakLog.looks.length);
    figure("mails that arrived", soakLog.receivedEmails.length);
    figure("missing", verdict.missing);
    figure("Message-IDs that arrived", verdict.messageIds);
    figure("extra copies", verdict.copies);
    figure("  a kill, on average", verdict.copiesPerCrash.toFixed(2));
    figure("  after one kill, at most", verdict.mostAtOnce);
    figure("held for the admin", soakLog.listed.length);
    figure("  of them in fact delivered", verdict.listedButDelivered);
    return conclude(verdict.broken, started);
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
    figure("schedulers × ticks", `${SCHEDULERS.schedulers} × ${SCHEDULERS.ticks}`);
    figure("issues", soakLog.issues.length);
    figure("  editions", new Set(soakLog.issues).size);
    figure("subscribers", SCHEDULERS.subscribers * 3);
    figure("mails", soakLog.mails);
    figure("ticks that failed", soakLog.failures.length);
    return conclude(soakLog.broken, started);
  } finally {
    scheduler.remove();
    await sink.stop();
  }
}

async function faults(folder: string): Promise<boolean> {
  const started = performance.now();
  const { faults, times, broken } = await runAllFaults(folder, TIMES, () => isOver(started));
  figure("faults × times × policies", `${faults} × ${times} × 2`);
  figure("ended otherwise than written", broken.length);
  return conclude(broken, started);
}

async function year(folder: string): Promise<boolean> {
  const started = performance.now();
  openSite(siteSettings(folder));
  try {
    const from = new Date("2026-01-01T00:00:00Z");
    const to = new Date(from.getTime() + DAYS * 24 * 60 * 60_000);
    const figures = await runYear({ seed, from, to });
    figure("days", DAYS);
    for (const [name, value] of Object.entries(figures)) figure(name, value);
    return conclude([], started);
  } catch (error) {
    return conclude([error instanceof Error ? error.message : String(error)], started);
  }
}

const parts: Record<string, (folder: string) => Promise<boolean>> = {
  kill: kill("resend"),
  hold: kill("hold"),
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
    `Say which: npm run soak -- ${Object.keys(parts).join(" | ")}, or nothing for all.`,
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
