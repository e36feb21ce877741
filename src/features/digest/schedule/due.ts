import { setImmediate } from "node:timers/promises";
import { ISSUE_LIFETIME_MS } from "@/features/digest/limits";
import type { Schedule } from "@/features/digest/schema";
import { formatSchedule } from "./describe";
import {
  formatEditionName,
  getLatestEdition,
  getNextEdition,
  type ScheduledEdition,
} from "./edition";

/** A schedule whose editions the digest makes. */
export type PlannedSchedule = Schedule & {
  /** When its first subscriber chose it: no subscriber awaits an edition that was due earlier */
  firstAt?: Date;
  /** It is one of the site's own, whose editions are made even without subscribers */
  archived?: boolean;
};

type Plan = {
  /** Editions to make, the earliest first */
  due: (ScheduledEdition & { schedule: Schedule; archived: boolean })[];
  next: (ScheduledEdition & { schedule: Schedule }) | null;
  /** Time zones of schedules that this Node doesn't know */
  unknownZones: string[];
};

/** Returns the site's own schedules: every day, each Monday and the first of the month. */
export const listSiteSchedules = (site: { hour: number; timeZone: string }): PlannedSchedule[] =>
  (["daily", "weekly", "monthly"] as const).map((rhythm) => ({
    rhythm,
    weekday: 1,
    hour: site.hour,
    timeZone: site.timeZone,
    archived: true,
  }));

/** Some milliseconds' work, after which other tasks get a turn. */
const SCHEDULES_PER_TURN = 50;

type Computed<Item extends Schedule> = {
  editions: { schedule: Item; latest: ScheduledEdition; next: ScheduledEdition }[];
  unknownZones: string[];
};

/**
 * Computes the latest and the next edition of each schedule. Leaves out the schedules whose time zone
 * this Node doesn't know.
 */
async function computeEditions<Item extends Schedule>(
  schedules: Item[],
  now: Date,
): Promise<Computed<Item>> {
  const editions: Computed<Item>["editions"] = [];
  const unknownZones = new Set<string>();
  for (const [index, schedule] of schedules.entries()) {
    if (index % SCHEDULES_PER_TURN === SCHEDULES_PER_TURN - 1) await setImmediate();
    try {
      const latest = getLatestEdition(schedule, now);
      editions.push({ schedule, latest, next: getNextEdition(schedule, now) });
    } catch (error) {
      // Intl throws this for an unknown time zone.
      if (!(error instanceof RangeError)) throw error;
      unknownZones.add(schedule.timeZone);
    }
  }
  return { editions, unknownZones: [...unknownZones] };
}

const compareDueTimes = (a: ScheduledEdition, b: ScheduledEdition) =>
  a.dueAt.getTime() - b.dueAt.getTime();

/**
 * Decides which editions to make: the latest of each schedule, if it became due within
 * `ISSUE_LIFETIME_HOURS`, is archived or awaited by a subscriber, and was not made yet.
 *
 * @param made names of the editions that exist
 */
export async function planEditions(
  schedules: PlannedSchedule[],
  made: Set<string>,
  now: Date,
): Promise<Plan> {
  const { editions, unknownZones } = await computeEditions(schedules, now);
  const due = new Map<string, Plan["due"][number]>();
  let next: Plan["next"] = null;
  for (const { schedule: planned, latest, next: upcoming } of editions) {
    const { firstAt, archived = false, ...schedule } = planned;
    const name = formatEditionName(latest.edition);
    const isTooOld = now.getTime() - latest.dueAt.getTime() >= ISSUE_LIFETIME_MS;
    const isAwaited = archived || (firstAt !== undefined && firstAt <= latest.dueAt);
    if (isAwaited && !isTooOld && !made.has(name) && !due.has(name)) {
      due.set(name, { ...latest, schedule, archived });
    }
    if (!next || upcoming.dueAt < next.dueAt) next = { ...upcoming, schedule };
  }
  return { due: [...due.values()].sort(compareDueTimes), next, unknownZones };
}

/** The next edition of a schedule. */
export type UpcomingEdition = {
  /** The schedule as text */
  schedule: string;
  dueAt: Date;
  subscribers: number;
  /** Whether the schedule is one of the site's own */
  isSiteSchedule: boolean;
};

/**
 * Lists the next edition of each schedule, of the subscribers' and of the site's own: the earliest
 * first; among those of one instant, the one with most subscribers.
 */
export async function listUpcomingEditions(
  chosen: (Schedule & { subscribers: number })[],
  siteSchedules: Schedule[],
  now: Date,
): Promise<UpcomingEdition[]> {
  const siteTexts = new Set(siteSchedules.map(formatSchedule));
  const chosenTexts = new Set(chosen.map(formatSchedule));
  const unchosen = siteSchedules
    .filter((schedule) => !chosenTexts.has(formatSchedule(schedule)))
    .map((schedule) => ({ ...schedule, subscribers: 0 }));
  const { editions } = await computeEditions([...chosen, ...unchosen], now);
  return editions
    .map(({ schedule, next }) => {
      const text = formatSchedule(schedule);
      return {
        schedule: text,
        dueAt: next.dueAt,
        subscribers: schedule.subscribers,
        isSiteSchedule: siteTexts.has(text),
      };
    })
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || b.subscribers - a.subscribers);
}

type EmailHistory = {
  pausedUntil: Date | null;
  /** Dates that have a delivery already: a subscriber gets one email a date */
  emailedOn: string[];
  now: Date;
};

/** Returns the next edition that an active subscriber can get, after a pause that still runs. */
export function getNextEmail(
  schedule: Schedule,
  { pausedUntil, emailedOn, now }: EmailHistory,
): ScheduledEdition {
  const isPaused = pausedUntil !== null && pausedUntil > now;
  let due = getNextEdition(schedule, isPaused ? pausedUntil : now);
  while (emailedOn.includes(due.edition.date)) due = getNextEdition(schedule, due.dueAt);
  return due;
}
