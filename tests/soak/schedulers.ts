import { HOUR } from "@/lib/duration";
import { seeded } from "../bench/search/random";
import type { Program } from "./compiled";
import type { Sink } from "./sink-process";
import { bringPapers, bringSubscribers, lookAt, openSite, siteSettings } from "./site";

export type SchedulersPlan = {
  folder: string;
  sink: Sink;
  scheduler: Program;
  schedulers: number;
  /** Of each, spread over the five days */
  ticks: number;
  /** Of each schedule */
  subscribers: number;
  seed: number;
};

/** A Monday */
const FIRST = new Date("2026-03-02T00:00:00.000Z");
const DAYS = 5;
/** New papers come an hour before the daily edition: those before the first tick are yesterday's. */
const MORNING = 6 * HOUR;
/** Servers' clocks differ by so much. */
const SKEW = 3_000;

/** Three kinds of subscriber, and how many editions each has in the five days. */
const KINDS = [
  { name: "daily", editions: 5, rhythm: "daily", hour: 7, timeZone: "UTC", weekday: 1 },
  {
    name: "workday",
    editions: 5,
    rhythm: "weekdays",
    hour: 18,
    timeZone: "Asia/Tokyo",
    weekday: 1,
  },
  {
    name: "weekly",
    editions: 1,
    rhythm: "weekly",
    hour: 9,
    timeZone: "America/New_York",
    weekday: 3,
  },
] as const;

export type SchedulersStory = {
  /** Answers of all ticks that are errors */
  failures: string[];
  /** Names of the issues that were made */
  issues: string[];
  mails: number;
  /** What was promised and isn't so */
  broken: string[];
};

/** Many schedulers on one database, ticking at once: who made what, and who was mailed how often. */
export async function runSchedulers(plan: SchedulersPlan): Promise<SchedulersStory> {
  const { folder, sink, scheduler, schedulers, ticks, subscribers, seed } = plan;
  const random = seeded(seed);
  const settings = siteSettings(folder, { SMTP_URL: sink.url });
  openSite(settings);
  for (const { editions: _, ...kind } of KINDS) {
    await bringSubscribers(subscribers, { ...kind, scheduledAt: FIRST, createdAt: FIRST });
  }
  const begin = sink.mails.length;
  const running = await Promise.all(
    Array.from({ length: schedulers }, () => scheduler.start(settings)),
  );

  const failures: string[] = [];
  let day = -1;
  for (let tick = 0; tick < ticks; tick += 1) {
    const time = FIRST.getTime() + ((tick + 1) * DAYS * 24 * HOUR) / ticks;
    // New papers each day, while the schedulers are idle.
    const today = Math.floor((time - FIRST.getTime() - MORNING) / (24 * HOUR));
    while (day < Math.min(DAYS - 1, today)) {
      day += 1;
      openSite(settings);
      await bringPapers(day * 25, new Date(FIRST.getTime() + day * 24 * HOUR + MORNING));
    }
    const answers = await Promise.all(
      running.map((one) => one.ask(new Date(time + random() * SKEW).toISOString())),
    );
    failures.push(...answers.filter((answer) => answer.startsWith("failed:")));
  }
  for (const one of running) await one.kill();
  await sink.idle();

  const { issues, frozen, states } = lookAt(settings);
  const mails = sink.mails.slice(begin);
  const broken = failures.map((failure) => `a tick ${failure}`);
  const ids = new Set(mails.map(({ messageId }) => messageId));
  if (ids.size !== mails.length) broken.push(`${mails.length - ids.size} copies`);
  if (new Set(issues).size !== issues.length) broken.push("an edition has two issues");
  if (states.sent !== frozen) broken.push(`${states.sent} sent of ${frozen} that were frozen`);
  for (const { name, editions } of KINDS) {
    for (let index = 0; index < subscribers; index += 1) {
      const count = mails.filter(({ to }) => to === `${name}-${index}@example.org`).length;
      if (count !== editions) broken.push(`${name}-${index} has ${count} mails, not ${editions}`);
    }
  }
  return { failures, issues, mails: mails.length, broken };
}
