import { differenceInCalendarDays } from "date-fns";
import type { Rhythm } from "@/features/digest/schema";
import type { Day } from "@/lib/day";

/**
 * Counts temporary bounces, such as a full mailbox or a server that is down, as Mailman does: at most
 * one a day. Enough of them stop the subscription; after a time without a bounce they are forgotten.
 */
export type BounceScore = {
  score: number;
  /** UTC day of the last bounce that counted */
  bouncedOn: Day | null;
};

/** A subscription is stopped after bounces on this many days, if none of them is forgotten yet. */
export const BOUNCE_DAYS_TO_STOP = 5;

/** Days without a bounce after which the score is 0 again: longer than the time between two emails. */
const DAYS_TO_FORGET: Record<Rhythm, number> = { daily: 7, weekdays: 10, weekly: 21, monthly: 70 };

// At noon, so that no daylight saving time shifts a day.
const countDays = (from: Day, to: Day) => differenceInCalendarDays(`${to}T12:00`, `${from}T12:00`);

/**
 * Returns the score after a bounce on `today`, and whether it stops the subscription. A late report
 * about an earlier day changes nothing. Pure.
 */
export function addBounce(
  { score, bouncedOn }: BounceScore,
  { today, rhythm }: { today: Day; rhythm: Rhythm },
): BounceScore & { stops: boolean } {
  if (bouncedOn !== null && today <= bouncedOn) return { score, bouncedOn, stops: false };
  const isForgotten = bouncedOn === null || countDays(bouncedOn, today) > DAYS_TO_FORGET[rhythm];
  const newScore = (isForgotten ? 0 : score) + 1;
  return { score: newScore, bouncedOn: today, stops: newScore >= BOUNCE_DAYS_TO_STOP };
}
