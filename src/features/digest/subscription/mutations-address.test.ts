import { createReturnedEmail } from "@tests/bounce-samples/build";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import { getDeliveryStates, hoursAfter, makeIssue, minutesAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { readEveryCell } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { recordBounce } from "@/features/digest/bounce/mutations";
import {
  confirmAddressChange,
  releaseAddressChange,
  requestAddressChange,
} from "./mutations-address";
import { findSubscriptionId } from "./queries";
import { hashToken } from "./tokens";

const NEW = "new@example.org";
const request = async (now = NOW, email = NEW) => {
  const { from, to } = await requestAddressChange("reader-1", email, now);
  return { oldToken: from.token, newToken: to.token };
};

test("the subscription moves once both addresses have confirmed, in either order", async () => {
  for (const first of ["old", "new"] as const) {
    const id = `by-${first}`;
    await makeSubscription(id);
    const { from, to } = await requestAddressChange(id, `${first}-moved@example.org`, NOW);
    const [one, two] = first === "old" ? [from, to] : [to, from];
    expect(await confirmAddressChange(one.token, hoursAfter(1))).toEqual({ moved: false });
    expect(await confirmAddressChange(one.token, hoursAfter(2))).toEqual({ moved: false });
    expect(await findSubscriptionId(`${id}@example.org`)).toBe(id);
    expect(await confirmAddressChange(two.token, hoursAfter(3))).toEqual({ moved: true });
    expect(await confirmAddressChange(one.token, hoursAfter(4))).toEqual({ moved: true });
    expect(await findSubscriptionId(`${first}-moved@example.org`)).toBe(id);
    expect(await findSubscriptionId(`${id}@example.org`)).toBeNull();
  }
});

test("two confirmations at once move it, and the old address's bounces no longer count", async () => {
  await makeSubscription("reader-1", { bounceScore: 2.5, bouncedOn: "2026-03-04" });
  const { oldToken, newToken } = await request();
  const outcomes = await Promise.all(
    [oldToken, newToken].map((token) => confirmAddressChange(token, NOW)),
  );
  expect(outcomes).toContainEqual({ moved: true });
  const moved = await db().subscription.findUniqueOrThrow({ where: { email: NEW } });
  expect(moved).toMatchObject({ id: "reader-1", bounceScore: 0, bouncedOn: null });
});

test("links expire after 48 hours, are replaced by newer ones, and are never in the database", async () => {
  await makeSubscription();
  const { oldToken, newToken } = await request();
  expect(readEveryCell()).toContain(hashToken(oldToken));
  expect(readEveryCell()).not.toContain(oldToken);
  for (const token of ["", "unknown", hashToken(oldToken)]) {
    expect(await confirmAddressChange(token, NOW)).toBeNull();
  }
  await confirmAddressChange(oldToken, hoursAfter(47));
  expect(await confirmAddressChange(newToken, hoursAfter(48))).toBeNull();
  const newer = await request(hoursAfter(48));
  expect(await confirmAddressChange(newToken, hoursAfter(48))).toBeNull();
  expect(await confirmAddressChange(newer.newToken, hoursAfter(49))).toEqual({ moved: false });
});

test("an address can be changed once a day, and the error says how long to wait", async () => {
  await makeSubscription();
  await request();
  await expect(request(hoursAfter(1.5))).rejects.toMatchObject({
    code: "too_many_requests",
    message: "You can change the address once a day. Try again in 23 hours.",
    retryAfter: 22.5 * 3600,
  });
  await expect(request(hoursAfter(23.5))).rejects.toThrow("Try again in 1 hour.");
  await request(hoursAfter(24));
});

test("a typo can be corrected at once, twice a day; the corrected links alone are valid", async () => {
  await makeSubscription();
  const typo = await request(NOW, "new@exmaple.org");
  const corrected = await request(minutesAfter(1));
  expect(await confirmAddressChange(typo.oldToken, minutesAfter(2))).toBeNull();
  expect(await confirmAddressChange(typo.newToken, minutesAfter(2))).toBeNull();
  await expect(request(minutesAfter(3))).rejects.toThrow("once a day. Try again in 24 hours.");
  const third = await request(hoursAfter(2), "third@example.org");
  expect(await confirmAddressChange(corrected.newToken, hoursAfter(2))).toBeNull();
  await expect(request(hoursAfter(3), "fourth@example.org")).rejects.toMatchObject({
    code: "too_many_requests",
    message: "You can change the address once a day. Try again in 21 hours.",
  });
  await confirmAddressChange(third.oldToken, hoursAfter(4));
  expect(await confirmAddressChange(third.newToken, hoursAfter(4))).toEqual({ moved: true });
  expect(await findSubscriptionId("third@example.org")).toBe("reader-1");
  await expect(request(hoursAfter(5), "fifth@example.org")).rejects.toThrow("21 hours");
  await request(hoursAfter(26), "fifth@example.org");
});

test("a change that moved counts for a day, even if it was the first", async () => {
  await makeSubscription();
  const { oldToken, newToken } = await request();
  await confirmAddressChange(oldToken, NOW);
  await confirmAddressChange(newToken, NOW);
  await expect(request(hoursAfter(1), "again@example.org")).rejects.toThrow("23 hours");
});

test("a request whose email was not handed over does not count, and its links stay valid", async () => {
  await makeSubscription();
  for (let time = 0; time < 10; time += 1) {
    const { newToken } = await request(minutesAfter(time));
    await releaseAddressChange(newToken);
    await releaseAddressChange(newToken);
  }
  const last = await request(minutesAfter(11));
  await expect(request(minutesAfter(12))).rejects.toThrow("Try again in 24 hours.");
  await releaseAddressChange("unknown");
  await releaseAddressChange(last.newToken);
  await confirmAddressChange(last.oldToken, minutesAfter(13));
  expect(await confirmAddressChange(last.newToken, minutesAfter(13))).toEqual({ moved: true });
});

test("a change to the same address is refused", async () => {
  await makeSubscription();
  await expect(request(NOW, "reader-1@example.org")).rejects.toThrow(
    "Your digest is already sent to reader-1@example.org.",
  );
});

test("an address that has a subscription is requested like any other, and refused at the end as a whole", async () => {
  await makeSubscription();
  await makeSubscription("other", { email: NEW });
  const { oldToken, newToken } = await request();
  await confirmAddressChange(oldToken, NOW);
  const before = await db().addressChange.findMany();
  await expect(confirmAddressChange(newToken, NOW)).rejects.toMatchObject({
    code: "bad_request",
    message: "The new address has its own subscription. Delete that one first, then try again.",
  });
  expect(await db().addressChange.findMany()).toEqual(before);
  expect(await findSubscriptionId(NEW)).toBe("other");
});

test("a pending subscription of the new address doesn't block the change", async () => {
  await makeSubscription();
  await makeSubscription("pending", { email: NEW, state: "pending" });
  const { oldToken, newToken } = await request();
  await confirmAddressChange(oldToken, NOW);
  expect(await confirmAddressChange(newToken, NOW)).toEqual({ moved: true });
  expect(await findSubscriptionId(NEW)).toBe("reader-1");
});

test("a late bounce from the old address doesn't count against the new one", async () => {
  await makeSubscription("moved");
  const { issueId } = await makeIssue([]);
  const sent = { state: "sent", readyAt: null, claimedAt: NOW } as const;
  await db().delivery.updateMany({ data: sent });
  const change = await requestAddressChange("moved", "new@example.net", minutesAfter(1));
  await confirmAddressChange(change.from.token, minutesAfter(2));
  await confirmAddressChange(change.to.token, minutesAfter(3));
  const bounce =
    bounceSamples["Postfix, no such user"]?.build(
      createReturnedEmail("moved", undefined, issueId),
    ) ?? "";
  const getRow = () => db().subscription.findUniqueOrThrow({ where: { id: "moved" } });
  expect(await recordBounce(Buffer.from(bounce), minutesAfter(4))).toMatchObject({ kind: "hard" });
  expect(await getRow()).toMatchObject({ state: "active", email: "new@example.net" });
  expect(await getDeliveryStates()).toEqual({ moved: "bounced" });
  await db().delivery.updateMany({ data: { ...sent, claimedAt: minutesAfter(5) } });
  await recordBounce(Buffer.from(`X-Mark: 2\r\n${bounce}`), minutesAfter(6));
  expect(await getRow()).toMatchObject({ state: "stopped" });
});
