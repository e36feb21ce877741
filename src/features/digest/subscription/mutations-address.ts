import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import {
  ADDRESS_CHANGE_INTERVAL_MS,
  CONFIRMATION_MS,
  MAX_ADDRESS_CHANGE_REQUESTS,
} from "@/features/digest/limits";
import { HOUR, SECOND } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { plural } from "@/lib/plural";
import { createRandomToken, hashToken } from "./tokens";

/** The tokens to email to each of the two addresses. */
export type RequestedAddressChange = {
  from: { email: string; token: string };
  to: { email: string; token: string };
};

type EarlierRequest = {
  email: string;
  oldConfirmedAt: Date | null;
  newConfirmedAt: Date | null;
  createdAt: Date;
  requests: number;
  countedSince: Date | null;
  unsent: boolean;
};

/**
 * Returns from when on another request is allowed. One with a typo can be corrected at once, and so can
 * one whose email was not handed over. Otherwise the address changes once in
 * `ADDRESS_CHANGE_INTERVAL_MS`. Pure.
 */
function computeNextRequestTime(earlier: EarlierRequest, email: string): number {
  const countedSince = earlier.countedSince ?? earlier.createdAt;
  const hasMoved = earlier.oldConfirmedAt !== null && earlier.newConfirmedAt !== null;
  const isRepeated = earlier.email === email && !earlier.unsent;
  if (hasMoved || isRepeated) return earlier.createdAt.getTime() + ADDRESS_CHANGE_INTERVAL_MS;
  const isOften = earlier.requests >= MAX_ADDRESS_CHANGE_REQUESTS;
  return isOften ? countedSince.getTime() + ADDRESS_CHANGE_INTERVAL_MS : 0;
}

/**
 * Records that a subscriber wants the digest at another address. It makes no difference whether that
 * address has a subscription, so the answer reveals nothing about it. The tokens of an earlier request
 * become invalid. Uses the primary key.
 *
 * @throws AppError not_found, bad_request if it is the subscription's address already,
 *   too_many_requests if the address was changed, or the same change requested, within
 *   `ADDRESS_CHANGE_INTERVAL_MS`, or more than `MAX_ADDRESS_CHANGE_REQUESTS` were requested
 */
export async function requestAddressChange(
  id: string,
  email: string,
  now: Date,
): Promise<RequestedAddressChange> {
  const oldToken = createRandomToken();
  const newToken = createRandomToken();
  return db().$transaction(async (transaction) => {
    const subscription = await transaction.subscription.findUnique({
      where: { id, state: { not: "deleted" } },
      select: { email: true, addressChange: true },
    });
    if (!subscription) {
      throw new AppError("not_found", "This subscription doesn't exist any more.");
    }
    if (subscription.email === email) {
      throw new AppError("bad_request", `Your digest is already sent to ${email}.`);
    }
    const earlier = subscription.addressChange;
    const wait = earlier ? computeNextRequestTime(earlier, email) - now.getTime() : 0;
    if (wait > 0) {
      throw new AppError(
        "too_many_requests",
        `You can change the address once a day. Try again in ${plural(Math.ceil(wait / HOUR), "hour")}.`,
        Math.ceil(wait / SECOND),
      );
    }
    const countedSince = earlier?.countedSince ?? earlier?.createdAt ?? now;
    const isCounting = now.getTime() - countedSince.getTime() < ADDRESS_CHANGE_INTERVAL_MS;
    const change = {
      email,
      oldTokenHash: hashToken(oldToken),
      newTokenHash: hashToken(newToken),
      oldConfirmedAt: null,
      newConfirmedAt: null,
      createdAt: now,
      requests: isCounting ? (earlier?.requests ?? 0) + 1 : 1,
      countedSince: isCounting ? countedSince : now,
      unsent: false,
    };
    await transaction.addressChange.upsert({
      where: { subscriptionId: id },
      create: { subscriptionId: id, ...change },
      update: change,
    });
    return {
      from: { email: subscription.email, token: oldToken },
      to: { email, token: newToken },
    };
  });
}

/**
 * Stops counting a request, because one of its emails certainly wasn't handed over. Both of its tokens
 * stay valid. Idempotent; does nothing if another request has replaced it. Uses the unique index on
 * the hash.
 */
export async function releaseAddressChange(newToken: string): Promise<void> {
  await db().addressChange.updateMany({
    where: { newTokenHash: hashToken(newToken), unsent: false },
    data: { unsent: true, requests: { decrement: 1 } },
  });
}

/**
 * Confirms a change from one of its two addresses, within `CONFIRMATION_HOURS`. Once both have
 * confirmed, moves the subscription to the new one. Idempotent. Returns null if there is no such token.
 * Uses the unique indexes on the hashes.
 *
 * @throws AppError bad_request if the new address has a subscription of its own
 */
export async function confirmAddressChange(
  token: string,
  now: Date,
): Promise<{ moved: boolean } | null> {
  const hash = hashToken(token);
  try {
    return await db().$transaction(async (transaction) => {
      const change = await transaction.addressChange.findFirst({
        where: {
          OR: [{ oldTokenHash: hash }, { newTokenHash: hash }],
          createdAt: { gt: new Date(now.getTime() - CONFIRMATION_MS) },
        },
      });
      if (!change) return null;
      if (change.oldConfirmedAt && change.newConfirmedAt) return { moved: true };
      const { subscriptionId, email } = change;
      const isOldAddress = change.oldTokenHash === hash;
      const { oldConfirmedAt, newConfirmedAt } = await transaction.addressChange.update({
        where: { subscriptionId },
        data: isOldAddress
          ? { oldConfirmedAt: change.oldConfirmedAt ?? now }
          : { newConfirmedAt: change.newConfirmedAt ?? now },
      });
      if (!oldConfirmedAt || !newConfirmedAt) return { moved: false };
      // A request for the new address that nobody confirmed must not block the change.
      await transaction.subscription.deleteMany({
        where: { email, state: "pending", id: { not: subscriptionId }, deliveries: { none: {} } },
      });
      await transaction.subscription.update({
        where: { id: subscriptionId },
        // The bounces came from the old address.
        data: { email, bounceScore: 0, bouncedOn: null, confirmTokenHash: null },
      });
      return { moved: true };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "bad_request",
      "The new address has its own subscription. Delete that one first, then try again.",
    );
  }
}

const isUniqueViolation = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
