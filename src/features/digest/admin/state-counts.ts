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

/** How an issue's deliveries stand. */
export type StateCounts = Record<DeliveryState, number>;

export const STATE_LABELS: Record<DeliveryState, string> = {
  pending: "waiting",
  sending: "being sent",
  deferred: "tried again later",
  sent: "sent",
  bounced: "refused",
  skipped: "not sent",
  unknown: "in doubt",
};

export const parseDeliveryState = (text: unknown): DeliveryState | null =>
  DELIVERY_STATES.find((state) => state === text) ?? null;

/** @param rows a state and its number; states that are missing count nothing */
export function countStates(rows: { state: string; count: number }[]): StateCounts {
  const counts: StateCounts = {
    ...{ pending: 0, sending: 0, deferred: 0, sent: 0 },
    ...{ bounced: 0, skipped: 0, unknown: 0 },
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
/** Those of which nothing more comes by itself. */
export const sumSettled = (counts: StateCounts): number =>
  sumStates(counts, ["sent", "bounced", "skipped", "unknown"]);
export const hasOpenDeliveries = (counts: StateCounts): boolean =>
  sumSettled(counts) < sumCounts(counts);
