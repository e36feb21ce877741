import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import { ADDRESS_CHANGE_INTERVAL_MS, CONFIRMATION_MS } from "@/features/digest/limits";
import { HOUR, SECOND } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { plural } from "@/lib/plural";
import { createRandomToken, hashToken } from "./tokens";

/** The tokens to email to each of the two addresses. */
export type RequestedAddressChange = {
  from: { email: string; token: string };
  to: { email: string; token: string };
};

/**
 * Records that a subscriber wants the digest at another address. It makes no difference whether that
 * address has a subscription, so the answer reveals nothing about it. Uses the primary key.
 *
 * @throws AppError not_found, bad_request if it is the subscription's address already,
 *   too_many_requests within `ADDRESS_CHANGE_INTERVAL_MS` of the last request
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
    const lastRequest = subscription.addressChange?.createdAt.getTime() ?? 0;
    const wait = lastRequest + ADDRESS_CHANGE_INTERVAL_MS - now.getTime();
    if (wait > 0) {
      throw new AppError(
        "too_many_requests",
        `You can change the address once a day. Try again in ${plural(Math.ceil(wait / HOUR), "hour")}.`,
        Math.ceil(wait / SECOND),
      );
    }
    const change = {
      email,
      oldTokenHash: hashToken(oldToken),
      newTokenHash: hashToken(newToken),
      oldConfirmedAt: null,
      newConfirmedAt: null,
      createdAt: now,
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
