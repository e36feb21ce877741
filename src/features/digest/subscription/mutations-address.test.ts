import { deliveryStates, hoursAfter, makeIssue, minutesAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { returnedOf } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
import { everyCell } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { recordBounce } from "@/features/digest/bounce/mutations";
import { confirmAddressChange, requestAddressChange } from "./mutations-address";
import { findSubscriptionId } from "./queries";
import { hashToken } from "./tokens";

const NEW = "new@example.org";
const ask = async (now = NOW, email = NEW) => {
  const { from, to } = await requestAddressChange("reader-1", email, now);
  return { old: from.token, fresh: to.token };
};

test("the address moves once both have confirmed, in either order, and the reader stays the same", async () => {
  for (const first of ["old", "fresh"] as const) {
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

test("both at once move it, and what came back from the old one no longer counts", async () => {
  await makeSubscription("reader-1", { bounceScore: 2.5, bouncedOn: "2026-03-04" });
  const { old, fresh } = await ask();
  const told = await Promise.all([old, fresh].map((token) => confirmAddressChange(token, NOW)));
  expect(told).toContainEqual({ moved: true });
  const moved = await db().subscription.findUniqueOrThrow({ where: { email: NEW } });
  expect(moved).toMatchObject({ id: "reader-1", bounceScore: 0, bouncedOn: null });
});

test("links are good for 48 hours, replaced by newer ones, and never in the database", async () => {
  await makeSubscription();
  const { old, fresh } = await ask();
  expect(everyCell()).toContain(hashToken(old));
  expect(everyCell()).not.toContain(old);
  for (const token of ["", "unknown", hashToken(old)]) {
    expect(await confirmAddressChange(token, NOW)).toBeNull();
  }
  await confirmAddressChange(old, hoursAfter(47));
  expect(await confirmAddressChange(fresh, hoursAfter(48))).toBeNull();
  const newer = await ask(hoursAfter(48));
  expect(await confirmAddressChange(fresh, hoursAfter(48))).toBeNull();
  expect(await confirmAddressChange(newer.fresh, hoursAfter(49))).toEqual({ moved: false });
});

test("once a day, and the sentence says how long to wait", async () => {
  await makeSubscription();
  await ask();
  await expect(ask(hoursAfter(1.5))).rejects.toMatchObject({
    code: "too_many_requests",
    message: "An address can be changed once a day. Try again in 23 hours.",
  });
  await expect(ask(hoursAfter(23.5))).rejects.toThrow("Try again in 1 hour.");
  await ask(hoursAfter(24));
});

test("the same address is no change", async () => {
  await makeSubscription();
  await expect(ask(NOW, "reader-1@example.org")).rejects.toThrow(
    "The digest goes to reader-1@example.org already.",
  );
});

test("an address that has a subscription is asked for like any, and refused at the end, whole", async () => {
  await makeSubscription();
  await makeSubscription("other", { email: NEW });
  const { old, fresh } = await ask();
  await confirmAddressChange(old, NOW);
  const before = await db().addressChange.findMany();
  await expect(confirmAddressChange(fresh, NOW)).rejects.toMatchObject({
    code: "bad_request",
    message:
      "The new address has a subscription of its own. End that one by deleting it, then try again.",
  });
  expect(await db().addressChange.findMany()).toEqual(before);
  expect(await findSubscriptionId(NEW)).toBe("other");
});

test("one that was asked for there and never confirmed stands in nobody's way", async () => {
  await makeSubscription();
  await makeSubscription("pending", { email: NEW, state: "pending" });
  const { old, fresh } = await ask();
  await confirmAddressChange(old, NOW);
  expect(await confirmAddressChange(fresh, NOW)).toEqual({ moved: true });
  expect(await findSubscriptionId(NEW)).toBe("reader-1");
});

test("a mail that comes back late from the old address says nothing of the new one", async () => {
  await makeSubscription("moved");
  const { issueId } = await makeIssue([]);
  const sent = { state: "sent", readyAt: null, claimedAt: NOW } as const;
  await db().delivery.updateMany({ data: sent });
  const asked = await requestAddressChange("moved", "new@example.net", minutesAfter(1));
  await confirmAddressChange(asked.from.token, minutesAfter(2));
  await confirmAddressChange(asked.to.token, minutesAfter(3));
  const mail = shapes["Postfix, no such user"]?.mail(returnedOf("moved", undefined, issueId)) ?? "";
  const back = () => db().subscription.findUniqueOrThrow({ where: { id: "moved" } });
  expect(await recordBounce(Buffer.from(mail), minutesAfter(4))).toMatchObject({ kind: "hard" });
  expect(await back()).toMatchObject({ state: "active", email: "new@example.net" });
  expect(await deliveryStates()).toEqual({ moved: "bounced" });
  await db().delivery.updateMany({ data: { ...sent, claimedAt: minutesAfter(5) } });
  await recordBounce(Buffer.from(`X-Mark: 2\r\n${mail}`), minutesAfter(6));
  expect(await back()).toMatchObject({ state: "stopped" });
});
