import { z } from "zod";
import { queryInWorker } from "@/db/read-worker";
import { instantOrNull, jsonColumn, parseRows, toPrefixRange } from "@/db/stored";
import { DELIVERY_STATES, type DeliveryState } from "./state-counts";

export const DELIVERIES_PER_PAGE = 50;
/** A filter by address looks up at most this many addresses with the same beginning. */
const MAX_MATCHED_ADDRESSES = 1_000;

const attemptLogColumn = jsonColumn(
  z.array(z.object({ at: z.string(), answer: z.string().nullish() })),
);
export type Attempt = { at: string; answer: string };

/**
 * Parses a delivery's attempt log: the attempts before the last, oldest first. Returns a log that can't
 * be parsed as the answer of one attempt without a time, so that the admin sees what is stored.
 */
export function parseAttemptLog(text: string): Attempt[] {
  try {
    return attemptLogColumn
      .parse(text)
      .map(({ at, answer }) => ({ at, answer: answer ?? "no answer" }));
  } catch {
    return [{ at: "", answer: text }];
  }
}

const deliveryRow = z.object({
  subscriptionId: z.string(),
  email: z.string(),
  selectionId: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  readyAt: instantOrNull,
  claimedAt: instantOrNull,
  firstTriedAt: instantOrNull,
  settledAt: instantOrNull,
  answer: z.string().nullable(),
  attemptLog: z.string().transform(parseAttemptLog),
});
export type DeliveryRow = z.infer<typeof deliveryRow>;

export type DeliveryFilter = {
  issueId: string;
  state: DeliveryState | null;
  /** Beginning of an email address, lower case; "" for all */
  address: string;
  /** The last subscription's id of the page before, or "" */
  after: string;
};

const COLUMNS = `d."subscriptionId", s."email", d."selectionId", d."state", d."attempts", d."readyAt",
  d."claimedAt", d."firstTriedAt", d."settledAt", d."answer", d."attemptLog"`;
const ORDER_AND_LIMIT = `ORDER BY d."subscriptionId" LIMIT ${DELIVERIES_PER_PAGE + 1}`;

const ALL_DELIVERIES = `"Delivery" d CROSS JOIN "Subscription" s`;
const DELIVERIES_BY_ADDRESS = `(SELECT "id", "email" FROM "Subscription"
    WHERE "email" >= ? AND "email" < ? ORDER BY "email" LIMIT ${MAX_MATCHED_ADDRESSES}) AS s
  CROSS JOIN "Delivery" d`;

/** Builds the query of a filter. The SQL contains no user input, only the parameters do. */
export function buildDeliveriesQuery({ issueId, state, address, after }: DeliveryFilter): {
  sql: string;
  parameters: string[];
} {
  const source = address ? DELIVERIES_BY_ADDRESS : ALL_DELIVERIES;
  const stateCondition = state ? `AND d."state" = ?` : "";
  return {
    sql: `SELECT ${COLUMNS} FROM ${source}
      WHERE s."id" = d."subscriptionId" AND d."issueId" = ? AND d."subscriptionId" > ?
      ${stateCondition} ${ORDER_AND_LIMIT}`,
    parameters: [
      ...(address ? toPrefixRange(address) : []),
      issueId,
      after,
      ...(state ? [state] : []),
    ],
  };
}

/**
 * Lists a page of an issue's deliveries in the order of subscription ids. `next` is the `after` of the
 * next page, or null.
 *
 * Reads by the primary key, or with a state by the index (issueId, state, subscriptionId): a page costs
 * the same for any number of deliveries. With an address, it finds the subscriptions by the unique
 * index on email and looks up their deliveries one by one.
 */
export async function listDeliveries(
  filter: DeliveryFilter,
): Promise<{ deliveries: DeliveryRow[]; next: string | null }> {
  const [rows] = await queryInWorker([buildDeliveriesQuery(filter)]);
  const pageAndOneMore = parseRows(deliveryRow, rows);
  const deliveries = pageAndOneMore.slice(0, DELIVERIES_PER_PAGE);
  const last = deliveries.at(-1);
  const hasMore = pageAndOneMore.length > DELIVERIES_PER_PAGE;
  return { deliveries, next: hasMore && last ? last.subscriptionId : null };
}
