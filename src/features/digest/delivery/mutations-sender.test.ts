import { getDeliveryStates, minutesAfter } from "@tests/digest";
import { freezeIssueFor, getSenderLease } from "@tests/sending";
import { expect, test } from "vitest";
import { releaseLease, renewLease } from "@/db/lease";
import { claimDelivery, recordNotSent } from "./mutations";
import { findSender } from "./queries";

test("each new owner has a higher fence; the former one can neither renew, release, claim nor record", async () => {
  await freezeIssueFor(2);
  const former = await getSenderLease("elsewhere:1:a");
  const firstClaim = await claimDelivery(former, minutesAfter(0));
  const next = await getSenderLease("elsewhere:2:b", minutesAfter(2));
  expect(next.fence).toBe(former.fence + 1);
  expect(await renewLease(former, minutesAfter(2))).toBe(false);
  expect(await releaseLease(former)).toBe(false);
  expect(await claimDelivery(former, minutesAfter(2))).toBeNull();
  const secondClaim = await claimDelivery(next, minutesAfter(2));
  if (!firstClaim || !secondClaim) throw new Error("nothing was claimed");
  const failed = { state: "bounced" as const, answer: "550 no", now: minutesAfter(2) };
  expect(await recordNotSent(former, secondClaim, failed)).toBe(false);
  expect(await getDeliveryStates()).toEqual({ "reader-0": "sending", "reader-1": "sending" });
  expect((await findSender())?.leaseOwner).toBe("elsewhere:2:b");
});

test("a holder whose lease has expired claims nothing until it is renewed", async () => {
  await freezeIssueFor(1);
  const held = await getSenderLease();
  expect(await claimDelivery(held, minutesAfter(2))).toBeNull();
  expect(await renewLease(held, minutesAfter(2))).toBe(true);
  expect(await claimDelivery(held, minutesAfter(2))).not.toBeNull();
});
