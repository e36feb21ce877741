import { z } from "zod";
import { queryInWorker } from "@/db/read-worker";
import { instantOrNull, toPrefixRange } from "@/db/stored";
import { DELIVERY_STATES, type DeliveryState } from "./state-counts";

export const DELIVERIES_PER_PAGE = 50;
/** So many addresses with the same beginning are looked up at most. */
const MAX_MATCHED_ADDRESSES = 1_000;

const deliveryRow = z.object({
  subscriptionId: z.string(),
  email: z.string(),
  selectionId: z.string(),
  state: z.enum(DELIVERY_STATES),
  ...{ attempts: z.number(), uncertainAttempts: z.number() },
  ...{ readyAt: instantOrNull, claimedAt: instantOrNull, firstTriedAt: instantOrNull },
  settledAt: instantOrNull,
  answer: z.string().nullable(),
  attemptLog: z.string(),
});
/** A delivery with its attempt log: `attemptLog` is the attempts before the last, as JSON. */
export type DeliveryRow = z.infer<typeof deliveryRow>;

export type DeliveryFilter = {
  issueId: string;
  state: DeliveryState | null;
  /** Beginning of an address, lower case; "" for all */
  address: string;
  /** The last subscription of the page before, or "" */
  after: string;
};

const COLUMNS = `d."subscriptionId", s."email", d."selectionId", d."state", d."attempts", d."uncertainAttempts",
  d."readyAt", d."claimedAt", d."firstTriedAt", d."settledAt", d."answer", d."attemptLog"`;
const END = `ORDER BY d."subscriptionId" LIMIT ${DELIVERIES_PER_PAGE + 1}`;

/** The statement of a filter; what was typed stands in its parameters. */
export function buildDeliveriesQuery({ issueId, state, address, after }: DeliveryFilter) {
  const readers = address
    ? `(SELECT "id", "email" FROM "Subscription" WHERE "email" >= ? AND "email" < ?
        ORDER BY "email" LIMIT ${MAX_MATCHED_ADDRESSES}) AS s CROSS JOIN "Delivery" d`
    : `"Delivery" d CROSS JOIN "Subscription" s`;
  return {
    sql: `SELECT ${COLUMNS} FROM ${readers}
      WHERE s."id" = d."subscriptionId" AND d."issueId" = ? AND d."subscriptionId" > ?
      ${state ? 'AND d."state" = ?' : ""} ${END}`,
    parameters: [
      ...(address ? toPrefixRange(address) : []),
      ...[issueId, after],
      ...(state ? [state] : []),
    ],
  };
}

/**
 * Deliveries of an issue by reader's id, a page of fifty after another. By the primary key, with a state
 * by (issueId, state, subscriptionId): a page costs the same however many there are. With an address its
 * readers are found by the unique index on email, then looked up one by one.
 */
export async function listDeliveries(
  filter: DeliveryFilter,
): Promise<{ deliveries: DeliveryRow[]; next: string | null }> {
  const [rows] = await queryInWorker([buildDeliveriesQuery(filter)]);
  const all = z.array(deliveryRow).parse(rows);
  const deliveries = all.slice(0, DELIVERIES_PER_PAGE);
  const more = all.length > DELIVERIES_PER_PAGE;
  return { deliveries, next: (more && deliveries.at(-1)?.subscriptionId) || null };
}
