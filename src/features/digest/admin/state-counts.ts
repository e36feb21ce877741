export const DELIVERY_STATES = [
  "pending",
  "sending",
  "deferred",
  "sent",
  "bounced",
  "skipped",
  "unknown",
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** How many deliveries of an issue are in each state. */
export type StateCounts = Record<DeliveryState, number>;

/** The states as the admin's pages name them. */
export const STATE_LABELS: Record<DeliveryState, string> = {
  pending: "waiting",
  sending: "being sent",
  deferred: "will be retried",
  sent: "sent",
  bounced: "bounced",
  skipped: "not sent",
  unknown: "uncertain",
};

/** States that don't change by themselves. */
const SETTLED_STATES: DeliveryState[] = ["sent", "bounced", "skipped", "unknown"];

export const parseDeliveryState = (text: unknown): DeliveryState | null =>
  DELIVERY_STATES.find((state) => state === text) ?? null;

/** Sums rows by state. A state without a row counts 0; a row of an unknown state is ignored. */
export function countStates(rows: { state: string; count: number }[]): StateCounts {
  const counts: StateCounts = {
    pending: 0,
    sending: 0,
    deferred: 0,
    sent: 0,
    bounced: 0,
    skipped: 0,
    unknown: 0,
  };
  for (const { state, count } of rows) {
    const known = parseDeliveryState(state);
    if (known) counts[known] += count;
  }
  return counts;
}

const sumStates = (counts: StateCounts, states: readonly DeliveryState[]) =>
  states.reduce((total, state) => total + counts[state], 0);

export const sumCounts = (counts: StateCounts): number => sumStates(counts, DELIVERY_STATES);
export const sumSettled = (counts: StateCounts): number => sumStates(counts, SETTLED_STATES);
export const hasOpenDeliveries = (counts: StateCounts): boolean =>
  sumSettled(counts) < sumCounts(counts);
