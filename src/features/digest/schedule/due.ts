import { setImmediate } from "node:timers/promises";
import type { Schedule } from "@/features/digest/schema";
import { type Due, formatEditionName, getLatestEdition, getNextEdition } from "./edition";

/** A schedule that is to have its editions. */
export type PlannedSchedule = Schedule & {
  /** When the first of its readers chose it; where that is after an edition, nobody waits for it */
  firstAt?: Date;
  /** One of the site's own, which is made with or without readers */
  archived?: boolean;
};

type Plan = {
  /** Editions to make, the earliest first */
  due: (Due & { schedule: Schedule; archived: boolean })[];
  next: (Due & { schedule: Schedule }) | null;
  /** Time zones that this machine doesn't know any more */
  unknown: string[];
};

/** A schedule's edition counts as missed when its hour began this long ago. */
export const EDITION_LIFE = 24 * 60 * 60_000;

/** The site's own schedules: at one hour, each day, each Monday, and on the first of the month. */
export const listSiteSchedules = ({
  hour,
  timeZone,
}: {
  hour: number;
  timeZone: string;
}): PlannedSchedule[] =>
  (["daily", "weekly", "monthly"] as const).map((rhythm) => ({
    ...{ rhythm, weekday: 1, hour, timeZone, archived: true },
  }));

/** So many schedules are looked at before others have their turn: some milliseconds. */
const SCHEDULES_PER_TURN = 50;

/**
 * Which editions are to be made: of each schedule the latest, where its hour began within 24 hours
 * and it was not made yet. A zone that can't be read stops nobody else's.
 *
 * @param made names of the editions that exist
 */
export async function planEditions(
  schedules: PlannedSchedule[],
  made: Set<string>,
  now: Date,
): Promise<Plan> {
  const due = new Map<string, Plan["due"][number]>();
  const unknown = new Set<string>();
  let next: Plan["next"] = null;
  for (const [index, { firstAt, archived = false, ...schedule }] of schedules.entries()) {
    if (index % SCHEDULES_PER_TURN === SCHEDULES_PER_TURN - 1) await setImmediate();
    try {
      const latest = getLatestEdition(schedule, now);
      const name = formatEditionName(latest.edition);
      const isLate = now.getTime() - latest.dueAt.getTime() >= EDITION_LIFE;
      const isAwaited = archived || (firstAt !== undefined && firstAt <= latest.dueAt);
      if (isAwaited && !isLate && !made.has(name) && !due.has(name)) {
        due.set(name, { ...latest, schedule, archived });
      }
      const coming = getNextEdition(schedule, now);
      if (!next || coming.dueAt < next.dueAt) next = { ...coming, schedule };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      unknown.add(schedule.timeZone);
    }
  }
  const sorted = [...due.values()].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return { due: sorted, next, unknown: [...unknown] };
}
