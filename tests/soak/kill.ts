import { setTimeout } from "node:timers/promises";
import { seeded } from "../bench/search/random";
import { NOW } from "../factories";
import type { Program, Running } from "./compiled";
import type { Crash, Policy, SoakLog } from "./judge";
import type { Sink } from "./sink-process";
import { bringPapers, bringSubscribers, type Look, lookAt, openSite, siteSettings } from "./site";

export type KillPlan = {
  /** For the database */
  folder: string;
  sink: Sink;
  sender: Program;
  subscribers: number;
  kills: number;
  policy: Policy;
  /** Draws the moments of the kills */
  seed: number;
  /** Told after each kill how many there were; true: it is enough */
  onKill?: (kills: number) => boolean;
};

/** Of the kills so many come early in a run, when it freezes, takes over or sends its first mail. */
const EARLY = 0.15;
const EARLY_MILLISECONDS = 1_200;
/** Longer than a mail takes, so that a kill meets any moment of it. */
const LATE_MILLISECONDS = 50;

/** A run's mails until it is killed, so that all of them together leave some for the last. */
const share = (left: number, kills: number, random: number) =>
  Math.floor((random * 1.8 * left) / kills);

/** Waits for a moment of a run to kill it at. */
async function moment(run: Running, sink: Sink, mails: number | "early", random: () => number) {
  const time = random() * (mails === "early" ? EARLY_MILLISECONDS : LATE_MILLISECONDS);
  const before = sink.mails.length;
  const reached = mails === "early" ? Promise.resolve() : sink.reaches(before + mails);
  await Promise.race([reached, run.ended]);
  await setTimeout(time);
}

/**
 * Has an issue frozen and sent by a process that is killed with SIGKILL again and again, then lets
 * the last one finish. Answers what arrived, and how the rows stood meanwhile.
 */
export async function killSenders(plan: KillPlan): Promise<SoakLog> {
  const { folder, sink, sender, subscribers, kills, policy, seed } = plan;
  const random = seeded(seed);
  const settings = siteSettings(folder, { SMTP_URL: sink.url, DIGEST_IN_DOUBT: policy });
  openSite(settings);
  await bringPapers(0, NOW);
  await bringSubscribers(subscribers);

  const started = performance.now();
  const clock = () => new Date(NOW.getTime() + 60_000 + performance.now() - started).toISOString();
  const looks: Look[] = [];
  const crashes: Crash[] = [];
  const runs: { until: number }[] = [];
  const begin = sink.mails.length;
  // The next one loads while this one is at work.
  let next = sender.start(settings);

  const runOnce = async (until: (run: Running) => Promise<void>): Promise<number | null> => {
    const run = await next;
    next = sender.start(settings);
    run.go(clock());
    await until(run);
    const code = await run.ended;
    await sink.idle();
    runs.push({ until: sink.mails.length });
    if (code) throw new Error(`the sender failed: ${run.output()}`);
    looks.push(lookAt(settings));
    return code;
  };

  while (crashes.length < kills) {
    const left = subscribers - (sink.mails.length - begin);
    const mails = random() < EARLY ? "early" : share(left, kills - crashes.length + 1, random());
    let look = lookAt(settings);
    const code = await runOnce(async (run) => {
      await moment(run, sink, mails, random);
      looks.push(lookAt(settings));
      await run.kill();
      look = lookAt(settings);
    });
    if (code === 0) throw new Error(`nothing was left to kill after ${crashes.length} kills`);
    crashes.push({ run: runs.length - 1, uncertain: look.subscribersIn("sending") });
    if (plan.onKill?.(crashes.length)) break;
  }
  const isOver = ({ pending = 0, deferred = 0, sending = 0 }: Look["states"]) =>
    pending + deferred + sending === 0;
  for (let tries = 0; tries < 5; tries += 1) {
    await runOnce(async () => {});
    if (isOver(looks.at(-1)?.states ?? {})) break;
  }
  await (await next).kill();

  const receivedEmails = sink.mails.slice(begin).map(({ to, messageId }, index) => ({
    subscriber: to.replace(/@.*/, ""),
    messageId,
    run: runs.findIndex(({ until }) => begin + index < until),
  }));
  const listed = lookAt(settings).subscribersIn("unknown");
  return { subscribers, policy, receivedEmails, crashes, looks, listed };
}
