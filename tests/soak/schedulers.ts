import { DAY, HOUR } from "@/lib/duration";
import { seeded } from "../bench/search/random";
import type { Program } from "./compiled";
import type { Sink } from "./sink-process";
import { addPapers, addSubscribers, createSettings, openSite, readSnapshot } from "./site";

type SchedulersPlan = {
  folder: string;
  sink: Sink;
  scheduler: Program;
  schedulers: number;
  /** Ticks of each scheduler, spread over the five days */
  ticks: number;
  /** Subscribers in each group */
  subscribers: number;
  seed: number;
};

/** A Monday */
const START = new Date("2026-03-02T00:00:00.000Z");
const DAYS = 5;
/** After midnight: new papers arrive an hour before the daily edition. */
const PAPERS_ARRIVE_AT = 6 * HOUR;
/** The largest difference between the clocks of two servers. */
const MAX_CLOCK_SKEW_MS = 3_000;

/** Three groups of subscribers, with the number of their editions in the five days. */
const GROUPS = [
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

type SchedulersLog = {
  /** The errors of all ticks */
  failures: string[];
  /** Names of the editions that were made */
  issues: string[];
  emailCount: number;
  /** The broken promises, in sentences */
  broken: string[];
};

/** Makes many schedulers on one database tick at once, and checks the editions that they made and the emails that each subscriber got. */
export async function runSchedulers(plan: SchedulersPlan): Promise<SchedulersLog> {
  const { folder, sink, scheduler, schedulers, ticks, subscribers, seed } = plan;
  const random = seeded(seed);
  const settings = createSettings(folder, { SMTP_URL: sink.url });
  openSite(settings);
  for (const { editions: _, ...preferences } of GROUPS) {
    await addSubscribers(subscribers, { ...preferences, scheduledAt: START, createdAt: START });
  }
  const begin = sink.emails.length;
  const running = await Promise.all(
    Array.from({ length: schedulers }, () => scheduler.start(settings)),
  );

  const failures: string[] = [];
  let day = -1;
  for (let tick = 0; tick < ticks; tick += 1) {
    const time = START.getTime() + ((tick + 1) * DAYS * DAY) / ticks;
    // Papers are added while the schedulers are idle.
    const today = Math.floor((time - START.getTime() - PAPERS_ARRIVE_AT) / DAY);
    while (day < Math.min(DAYS - 1, today)) {
      day += 1;
      openSite(settings);
      await addPapers(day * 25, new Date(START.getTime() + day * DAY + PAPERS_ARRIVE_AT));
    }
    const answers = await Promise.all(
      running.map((one) => one.ask(new Date(time + random() * MAX_CLOCK_SKEW_MS).toISOString())),
    );
    failures.push(...answers.filter((answer) => answer.startsWith("failed:")));
  }
  for (const one of running) await one.kill();
  await sink.waitUntilIdle();

  const { issues, frozen, states } = readSnapshot(settings);
  const emails = sink.emails.slice(begin);
  const broken = failures.map((failure) => `a tick ${failure}`);
  const ids = new Set(emails.map(({ messageId }) => messageId));
  if (ids.size !== emails.length) broken.push(`${emails.length - ids.size} copies`);
  if (new Set(issues).size !== issues.length) broken.push("an edition has two issues");
  if (states.sent !== frozen) broken.push(`${states.sent} sent of ${frozen} that were frozen`);
  for (const { name, editions } of GROUPS) {
    for (let index = 0; index < subscribers; index += 1) {
      const count = emails.filter(({ to }) => to === `${name}-${index}@example.org`).length;
      if (count !== editions)
        broken.push(`${name}-${index} has ${count} emails instead of ${editions}`);
    }
  }
  return { failures, issues, emailCount: emails.length, broken };
}
