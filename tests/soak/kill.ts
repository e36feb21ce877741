import { setTimeout } from "node:timers/promises";
import { MINUTE } from "@/lib/duration";
import { seeded } from "../bench/search/random";
import { NOW } from "../factories";
import type { Program, SoakProcess } from "./compiled";
import type { Kill, Policy, SoakLog } from "./judge";
import type { Sink } from "./sink-process";
import {
  addPapers,
  addSubscribers,
  createSettings,
  openSite,
  readSnapshot,
  type Snapshot,
} from "./site";

type KillPlan = {
  /** Where the database is created */
  folder: string;
  sink: Sink;
  sender: Program;
  subscribers: number;
  kills: number;
  policy: Policy;
  /** Seed of the random moments of the kills */
  seed: number;
  /** Called after each kill with their number; returns whether to end */
  onKill?: (kills: number) => boolean;
};

/** The share of kills that come early in a run, while it freezes, recovers deliveries or sends its first email. */
const EARLY_SHARE = 0.15;
const MAX_EARLY_DELAY_MS = 1_200;
/** Longer than an email takes, so that a kill can happen at any moment of it. */
const MAX_LATE_DELAY_MS = 50;

/** Chooses after how many emails to kill a run, so that some are left for the last run. */
const chooseEmailCount = (left: number, kills: number, random: number) =>
  Math.floor((random * 1.8 * left) / kills);

/** Waits until a random moment of a run. */
async function waitForKill(
  run: SoakProcess,
  sink: Sink,
  emailCount: number | "early",
  random: () => number,
) {
  const time = random() * (emailCount === "early" ? MAX_EARLY_DELAY_MS : MAX_LATE_DELAY_MS);
  const before = sink.emails.length;
  const reached =
    emailCount === "early" ? Promise.resolve() : sink.waitForCount(before + emailCount);
  await Promise.race([reached, run.ended]);
  await setTimeout(time);
}

/**
 * Starts processes that freeze and send an issue, kills each with SIGKILL, and lets the last one finish.
 * Returns the emails that arrived, and snapshots of the database in between.
 */
export async function killSenders(plan: KillPlan): Promise<SoakLog> {
  const { folder, sink, sender, subscribers, kills, policy, seed } = plan;
  const random = seeded(seed);
  const settings = createSettings(folder, { SMTP_URL: sink.url, DIGEST_IN_DOUBT: policy });
  openSite(settings);
  await addPapers(0, NOW);
  await addSubscribers(subscribers);

  const startedAt = performance.now();
  const readClock = () =>
    new Date(NOW.getTime() + MINUTE + performance.now() - startedAt).toISOString();
  const snapshots: Snapshot[] = [];
  const killed: Kill[] = [];
  const runs: { until: number }[] = [];
  const begin = sink.emails.length;
  // The next process loads while the current one works.
  let next = sender.start(settings);

  const runOnce = async (until: (run: SoakProcess) => Promise<void>): Promise<number | null> => {
    const run = await next;
    next = sender.start(settings);
    run.send(readClock());
    await until(run);
    const code = await run.ended;
    await sink.waitUntilIdle();
    runs.push({ until: sink.emails.length });
    if (code) throw new Error(`the sender failed: ${run.output()}`);
    snapshots.push(readSnapshot(settings));
    return code;
  };

  while (killed.length < kills) {
    const left = subscribers - (sink.emails.length - begin);
    const emailCount =
      random() < EARLY_SHARE
        ? "early"
        : chooseEmailCount(left, kills - killed.length + 1, random());
    let afterKill = readSnapshot(settings);
    const code = await runOnce(async (run) => {
      await waitForKill(run, sink, emailCount, random);
      snapshots.push(readSnapshot(settings));
      await run.kill();
      afterKill = readSnapshot(settings);
    });
    if (code === 0) throw new Error(`nothing was left to kill after ${killed.length} kills`);
    killed.push({ run: runs.length - 1, uncertain: afterKill.subscribersIn("sending") });
    if (plan.onKill?.(killed.length)) break;
  }
  const isSettled = ({ pending = 0, deferred = 0, sending = 0 }: Snapshot["states"]) =>
    pending + deferred + sending === 0;
  for (let tries = 0; tries < 5; tries += 1) {
    await runOnce(async () => {});
    if (isSettled(snapshots.at(-1)?.states ?? {})) break;
  }
  await (await next).kill();

  const receivedEmails = sink.emails.slice(begin).map(({ to, messageId }, index) => ({
    subscriber: to.replace(/@.*/, ""),
    messageId,
    run: runs.findIndex(({ until }) => begin + index < until),
  }));
  const held = readSnapshot(settings).subscribersIn("unknown");
  return { subscribers, policy, receivedEmails, kills: killed, snapshots, held };
}
