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
import { openMailer } from "@/lib/mailer";

export const ZONES = [
  ...["Europe/Berlin", "America/New_York", "Asia/Kathmandu"],
  ...["Australia/Lord_Howe", "Pacific/Kiritimati", "America/Santiago"],
];
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const CATEGORIES = ["cs.CL", "cs.LG", "math.CO", "q-bio.NC"];

type SimulatedSubscription = Schedule & {
  id: string;
  scheduledAt: Date;
  state: "active" | "unsubscribed";
  pausedUntil: Date | null;
  size: number;
  /** Of papers; all where there is none */
  category: string | null;
};

type Year = { seed: number; from?: Date; to?: Date; stepHours?: number; maxSubscriptions?: number };

/**
 * A year of ticks on this process's database, which has to be empty: readers in six zones come, leave,
 * change and pause, papers arrive on weekdays and rise, the server is away for up to three days, and
 * its clock jumps. Answers figures; the same for the same seed.
 *
 * @throws where a promise of the digest is broken
 */
export async function runYear({
  seed,
  from = new Date("2026-01-01T00:00:00Z"),
  to = new Date(from.getTime() + 365 * DAY),
  stepHours = 1,
  maxSubscriptions: many = 40,
}: Year) {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const happens = (perDay: number) => random() < (perDay * stepHours) / 24;
  const pick = <T>(list: readonly T[]): T =>
    list[below(list.length)] ?? assert.fail("an empty list");
  const readers: SimulatedSubscription[] = [];
  const papers: Paper[] = [];
  const figures = { ticks: 0, missedTicks: 0, outages: 0, jumps: 0, changes: 0, passedOver: 0 };
  const mailer = openMailer();

  const schedule = (): Schedule => {
    const rhythm = pick(RHYTHMS);
    const day = rhythm === "weekly" ? below(7) : 1;
    return { rhythm, weekday: day, hour: below(24), timeZone: pick(ZONES) };
  };

  async function join(now: Date) {
    const category = random() < 0.3 ? pick(CATEGORIES) : null;
    const chosen = { ...schedule(), size: 5 + below(21), scheduledAt: now };
    const id = `reader-${readers.length}`;
    await makeSubscription(id, {
      ...{ ...chosen, createdAt: now, confirmedAt: now },
      topics: category ? JSON.stringify({ categories: [category] }) : "{}",
    });
    readers.push({ ...chosen, id, category, state: "active", pausedUntil: null });
  }

  async function change(now: Date) {
    const reader = pick(readers);
    const other = schedule();
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
    const changed = pick(changes);
    Object.assign(reader, changed);
    await db().subscription.update({ where: { id: reader.id }, data: changed });
    figures.changes += 1;
  }

  async function publish(now: Date) {
    const [id, day] = [`made:${papers.length}`, toUtcDay(now)];
    const category = pick(CATEGORIES);
    const score = now.getTime() / DAY + random() * 4;
    papers.push({ id, createdAt: now, category });
    await db().paper.create({
      data: {
        ...{ id, day, score, title: `Paper ${id}`, summary: "Made up.", newestDay: day },
        ...{ publishedAt: now, listedAt: now, createdAt: now, updatedAt: now },
        ...{
          sourceUpvotes: 0,
          upvotes: 0,
          comments: 0,
          authorCount: 0,
          keywords: "[]",
          mediaUrls: "[]",
        },
        categories: JSON.stringify([category]),
      },
    });
  }

  async function rise() {
    const { id } = pick(papers.slice(-30));
    await db().paper.update({ where: { id }, data: { score: { increment: 2 } } });
  }

  /** Whose edition is to be decided by a tick at this moment, by the rule as it is promised. */
  async function expected(now: Date): Promise<ExpectedDelivery[]> {
    // Decided once: also where nobody was there to get it then.
    const decided = await listMadeEditions(new Date(now.getTime() - 3 * DAY));
    return readers.flatMap((reader) => {
      const { edition, dueAt } = getLatestEdition(reader, now);
      const belongs =
        reader.state === "active" &&
        reader.scheduledAt <= dueAt &&
        (!reader.pausedUntil || reader.pausedUntil <= now) &&
        now.getTime() - dueAt.getTime() < DAY &&
        !decided.has(formatEditionName(edition));
      return belongs
        ? [{ ...reader, edition: formatEditionName(edition), date: edition.date }]
        : [];
    });
  }

  let awayUntil = 0;
  let skew = 0;
  let skewedUntil = 0;
  for (let index = 0; index < many / 2; index += 1) await join(from);
  for (let step = from.getTime(); step < to.getTime(); step += stepHours * HOUR) {
    const at = step + below(stepHours * 60) * 60_000;
    if (at >= skewedUntil) skew = 0;
    if (happens(1 / 8)) {
      skew = (random() < 0.5 ? -1 : 1) * below(36 * 60) * 60_000;
      skewedUntil = at + (1 + below(12)) * HOUR;
      figures.jumps += 1;
    }
    const now = new Date(at + skew);
    if (readers.length < many && happens(1 / 4)) await join(now);
    if (happens(2)) await change(now);
    const isWeekday = getWeekday(toUtcDay(now)) % 6 !== 0;
    for (let paper = below(stepHours * 2); isWeekday && paper > 0; paper -= 1) await publish(now);
    if (papers.length && happens(3)) await rise();
    if (at >= awayUntil && happens(1 / 15)) {
      awayUntil = at + (1 + below(72)) * HOUR;
      figures.outages += 1;
    }
    if (at < awayUntil) {
      figures.missedTicks += 1;
      continue;
    }
    const due = await expected(now);
    // Now and then nothing goes out, and the next issue takes the place of what is owed.
    const send = random() < 0.1 ? async () => summarizeSend(createCounts()) : runSimulatedSender;
    await runDigest({ now: () => now, mailer, send, isStopping: () => false });
    figures.passedOver += await checkTick({ due, papers, now });
    figures.ticks += 1;
  }
  mailer.close();
  return { ...figures, papers: papers.length, ...(await checkEverything()) };
}
