import assert from "node:assert/strict";
import { seeded } from "@tests/bench/search/random";
import { makeSubscription } from "@tests/factories";
import {
  checkEverything,
  checkTick,
  type ExpectedDelivery,
  type Paper,
} from "@tests/simulated-year-checks";
import { runSimulatedSender } from "@tests/simulated-year-sender";
import { db } from "@/db/client";
import { createCounts, summarizeSend } from "@/features/digest/delivery/summary";
import { runDigest } from "@/features/digest/run";
import { formatEditionName, getLatestEdition } from "@/features/digest/schedule/edition";
import { listMadeEditions } from "@/features/digest/schedule/queries";
import { RHYTHMS, type Schedule } from "@/features/digest/schema";
import { getWeekday, toUtcDay } from "@/lib/day";
import { DAY, HOUR, MINUTE } from "@/lib/duration";
import { openMailer } from "@/lib/email/mailer";

export const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "America/Santiago",
];
const CATEGORIES = ["cs.CL", "cs.LG", "math.CO", "q-bio.NC"];

type SimulatedSubscription = Schedule & {
  id: string;
  scheduledAt: Date;
  state: "active" | "unsubscribed";
  pausedUntil: Date | null;
  size: number;
  /** The category of the papers it gets; null for all */
  category: string | null;
};

type Year = { seed: number; from?: Date; to?: Date; stepHours?: number; maxSubscriptions?: number };

/**
 * Simulates a year of ticks on this process's database, which must be empty. Subscribers in six time
 * zones join, leave, pause and change their settings; papers arrive on weekdays and gain score; the
 * server is down for up to three days; and its clock jumps.
 *
 * @returns figures, the same for the same seed
 * @throws AssertionError if a promise of the digest is broken
 */
export async function runYear({
  seed,
  from = new Date("2026-01-01T00:00:00Z"),
  to = new Date(from.getTime() + 365 * DAY),
  stepHours = 1,
  maxSubscriptions = 40,
}: Year) {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const happens = (perDay: number) => random() < (perDay * stepHours) / 24;
  const pick = <T>(list: readonly T[]): T =>
    list[below(list.length)] ?? assert.fail("an empty list");
  const subscriptions: SimulatedSubscription[] = [];
  const papers: Paper[] = [];
  const figures = { ticks: 0, missedTicks: 0, outages: 0, jumps: 0, changes: 0, nothingNew: 0 };
  const mailer = openMailer();

  const pickSchedule = (): Schedule => {
    const rhythm = pick(RHYTHMS);
    const weekday = rhythm === "weekly" ? below(7) : 1;
    return { rhythm, weekday, hour: below(24), timeZone: pick(ZONES) };
  };

  async function subscribe(now: Date) {
    const category = random() < 0.3 ? pick(CATEGORIES) : null;
    const preferences = { ...pickSchedule(), size: 5 + below(21), scheduledAt: now };
    const id = `reader-${subscriptions.length}`;
    await makeSubscription(id, {
      ...preferences,
      createdAt: now,
      confirmedAt: now,
      topics: category ? JSON.stringify({ categories: [category] }) : "{}",
    });
    subscriptions.push({ ...preferences, id, category, state: "active", pausedUntil: null });
  }

  async function changeSettings(now: Date) {
    const subscription = pick(subscriptions);
    const other = pickSchedule();
    const changes: Partial<SimulatedSubscription>[] = [
      { hour: other.hour, scheduledAt: now },
      { timeZone: other.timeZone, scheduledAt: now },
      { ...other, scheduledAt: now },
      { size: 5 + below(21) },
      { pausedUntil: new Date(now.getTime() + 14 * DAY) },
      { pausedUntil: null },
      { state: "unsubscribed" },
      { state: "active", scheduledAt: now },
    ];
    const change = pick(changes);
    Object.assign(subscription, change);
    await db().subscription.update({ where: { id: subscription.id }, data: change });
    figures.changes += 1;
  }

  async function publishPaper(now: Date) {
    const id = `made:${papers.length}`;
    const day = toUtcDay(now);
    const category = pick(CATEGORIES);
    const score = now.getTime() / DAY + random() * 4;
    papers.push({ id, createdAt: now, category });
    await db().paper.create({
      data: {
        id,
        day,
        score,
        title: `Paper ${id}`,
        summary: "Made up.",
        newestDay: day,
        publishedAt: now,
        listedAt: now,
        createdAt: now,
        updatedAt: now,
        sourceUpvotes: 0,
        upvotes: 0,
        comments: 0,
        authorCount: 0,
        keywords: "[]",
        mediaUrls: "[]",
        categories: JSON.stringify([category]),
      },
    });
  }

  async function raiseScore() {
    const { id } = pick(papers.slice(-30));
    await db().paper.update({ where: { id }, data: { score: { increment: 2 } } });
  }

  /** Lists who must get an edition that a tick at this moment makes, by the promised rule. */
  async function listExpected(now: Date): Promise<ExpectedDelivery[]> {
    // An issue is made once, even if it had no subscriber then.
    const made = await listMadeEditions(new Date(now.getTime() - 3 * DAY));
    return subscriptions.flatMap((subscription) => {
      const { edition, dueAt } = getLatestEdition(subscription, now);
      const belongs =
        subscription.state === "active" &&
        subscription.scheduledAt <= dueAt &&
        (!subscription.pausedUntil || subscription.pausedUntil <= now) &&
        now.getTime() - dueAt.getTime() < DAY &&
        !made.has(formatEditionName(edition));
      return belongs
        ? [{ ...subscription, edition: formatEditionName(edition), date: edition.date }]
        : [];
    });
  }

  let downUntil = 0;
  let skew = 0;
  let skewedUntil = 0;
  for (let index = 0; index < maxSubscriptions / 2; index += 1) await subscribe(from);
  for (let step = from.getTime(); step < to.getTime(); step += stepHours * HOUR) {
    const at = step + below(stepHours * 60) * MINUTE;
    if (at >= skewedUntil) skew = 0;
    if (happens(1 / 8)) {
      skew = (random() < 0.5 ? -1 : 1) * below(36 * 60) * MINUTE;
      skewedUntil = at + (1 + below(12)) * HOUR;
      figures.jumps += 1;
    }
    const now = new Date(at + skew);
    if (subscriptions.length < maxSubscriptions && happens(1 / 4)) await subscribe(now);
    if (happens(2)) await changeSettings(now);
    const isWeekday = getWeekday(toUtcDay(now)) % 6 !== 0;
    for (let paper = below(stepHours * 2); isWeekday && paper > 0; paper -= 1)
      await publishPaper(now);
    if (papers.length && happens(3)) await raiseScore();
    if (at >= downUntil && happens(1 / 15)) {
      downUntil = at + (1 + below(72)) * HOUR;
      figures.outages += 1;
    }
    if (at < downUntil) {
      figures.missedTicks += 1;
      continue;
    }
    const due = await listExpected(now);
    // Sometimes nothing is sent, so that the next issue's deliveries replace the waiting ones.
    const send = random() < 0.1 ? async () => summarizeSend(createCounts()) : runSimulatedSender;
    await runDigest({ now: () => now, mailer, send, isStopping: () => false });
    figures.nothingNew += await checkTick({ due, papers, now });
    figures.ticks += 1;
  }
  mailer.close();
  return { ...figures, papers: papers.length, ...(await checkEverything()) };
}
