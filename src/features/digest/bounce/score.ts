import { differenceInCalendarDays } from "date-fns";
import type { Rhythm } from "@/features/digest/schema";
import type { Day } from "@/lib/day";

/**
 * After Mailman's idea: bounces that may pass (a full mailbox, a server that is down) count once a
 * day however many come, and stop a reader once there were enough of them; after a quiet time they
 * are forgotten.
 */
export type BounceScore = {
  score: number;
  /** UTC day of the last bounce that counted */
  bouncedOn: Day | null;
};

/** So many days with a bounce, none of them forgotten, and the address is given up. */
export const BOUNCE_DAYS_TO_STOP = 5;

/** Days without a bounce that wipe the score: longer than it takes to hear of the next mail. */
const QUIET: Record<Rhythm, number> = { daily: 7, weekdays: 10, weekly: 21, monthly: 70 };

const daysBetween = (from: Day, to: Day) =>
  differenceInCalendarDays(`${to}T12:00`, `${from}T12:00`);

/** The score after a bounce on `today`, and whether it stops the reader. A late report of an earlier day changes nothing. */
export function addBounce(
  { score, bouncedOn }: BounceScore,
  { today, rhythm }: { today: Day; rhythm: Rhythm },
): BounceScore & { stops: boolean } {
  if (bouncedOn !== null && today <= bouncedOn) return { score, bouncedOn, stops: false };
  const isForgotten = bouncedOn === null || daysBetween(bouncedOn, today) > QUIET[rhythm];
  const next = (isForgotten ? 0 : score) + 1;
  return { score: next, bouncedOn: today, stops: next >= BOUNCE_DAYS_TO_STOP };
}
