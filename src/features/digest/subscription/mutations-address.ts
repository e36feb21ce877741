import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import { AppError } from "@/lib/errors";
import { createRandomToken, hashToken } from "./tokens";

const HOUR = 60 * 60_000;
const PAUSE = 24 * HOUR;
const LIFE = 48 * HOUR;

export type RequestedAddressChange = {
  from: { email: string; token: string };
  to: { email: string; token: string };
};

/**
 * Notes that a reader wants the digest at another address, and answers what to mail to either one.
 * Whether the new one is known here plays no part. By primary key.
 *
 * @throws AppError bad_request where it is theirs already, too_many_requests within a day of the last
 */
export async function requestAddressChange(
  id: string,
  email: string,
  now: Date,
): Promise<RequestedAddressChange> {
  const [from, to] = [createRandomToken(), createRandomToken()];
  return db().$transaction(async (transaction) => {
    const subscription = await transaction.subscription.findUnique({
      where: { id, state: { not: "deleted" } },
      select: { email: true, addressChange: true },
    });
    if (!subscription) throw new AppError("not_found", "There is no such subscription any more.");
    if (subscription.email === email) {
      throw new AppError("bad_request", `The digest goes to ${email} already.`);
    }
    const last = subscription.addressChange?.createdAt.getTime() ?? 0;
    const wait = Math.ceil((last + PAUSE - now.getTime()) / HOUR);
    if (wait > 0) {
      throw new AppError(
        "too_many_requests",
        `An address can be changed once a day. Try again in ${wait} ${wait === 1 ? "hour" : "hours"}.`,
      );
    }
    const asked = {
      ...{ email, oldTokenHash: hashToken(from), newTokenHash: hashToken(to) },
      ...{ oldConfirmedAt: null, newConfirmedAt: null, createdAt: now },
    };
    await transaction.addressChange.upsert({
      where: { subscriptionId: id },
      create: { subscriptionId: id, ...asked },
      update: asked,
    });
    return { from: { email: subscription.email, token: from }, to: { email, token: to } };
  });
}

/**
 * Confirms a change from one of its two addresses, within 48 hours; once both have, the digest goes
 * to the new one. Idempotent. Null: no such token. By the unique indexes on the hashes.
 *
 * @throws AppError bad_request where the new address has a subscription of its own
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
          createdAt: { gt: new Date(now.getTime() - LIFE) },
        },
      });
      if (!change) return null;
      if (change.oldConfirmedAt && change.newConfirmedAt) return { moved: true };
      const { subscriptionId, email } = change;
      const isOld = change.oldTokenHash === hash;
      const { oldConfirmedAt, newConfirmedAt } = await transaction.addressChange.update({
        where: { subscriptionId },
        data: isOld
          ? { oldConfirmedAt: change.oldConfirmedAt ?? now }
          : { newConfirmedAt: change.newConfirmedAt ?? now },
      });
      if (!oldConfirmedAt || !newConfirmedAt) return { moved: false };
      // Somebody asked for the digest there and never confirmed: that stands in nobody's way.
      await transaction.subscription.deleteMany({
        where: { email, state: "pending", id: { not: subscriptionId }, deliveries: { none: {} } },
      });
      await transaction.subscription.update({
        where: { id: subscriptionId },
        // What came back came from the old one.
        data: { email, bounceScore: 0, bouncedOn: null, confirmTokenHash: null },
      });
      return { moved: true };
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError(
      "bad_request",
      "The new address has a subscription of its own. End that one by deleting it, then try again.",
    );
  }
}

const isTaken = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
