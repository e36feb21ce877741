import { hoursAfter } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import {
  countSubscribers,
  getGrowth,
  listSubscribers,
  type SubscriptionState,
} from "./queries-subscribers";

const listAddresses = async (state: SubscriptionState | null, address: string) =>
  (await listSubscribers({ state, address, after: "" })).subscribers.map(({ email }) => email);

test("subscribers are filtered by the beginning of their address and by state", async () => {
  await makeSubscription("ada");
  await makeSubscription("adam", { state: "stopped", stoppedBy: "complained" });
  await makeSubscription("grace", { state: "stopped", stoppedBy: "refused" });
  expect(await listAddresses(null, "ada")).toEqual(["ada@example.org", "adam@example.org"]);
  expect(await listAddresses("stopped", "")).toEqual(["adam@example.org", "grace@example.org"]);
  expect(await listAddresses("stopped", "ada")).toEqual(["adam@example.org"]);
  for (const typed of ["%", "_da", "A'--", "\u{10FFFF}"]) {
    expect(await listAddresses(null, typed)).toEqual([]);
  }
  expect(await countSubscribers()).toMatchObject({ active: 1, stopped: 2, pending: 0 });
});

test("the next page begins after the last address", async () => {
  const ids = Array.from({ length: 120 }, (_, index) => `r${String(index).padStart(3, "0")}`);
  for (const id of ids) await makeSubscription(id);
  const seen: string[] = [];
  let after: string | null = "";
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listSubscribers>> = await listSubscribers({
      state: "active",
      address: "r",
      after,
    });
    seen.push(...page.subscribers.map(({ id }) => id));
    after = page.next;
  }
  expect(seen).toEqual(ids);
});

test("growth counts subscribers who confirmed and who left in any way, but none who never confirmed", async () => {
  const lastWeek = hoursAfter(-7 * 24);
  await makeSubscription("stays", { confirmedAt: lastWeek });
  await makeSubscription("leaves", {
    state: "unsubscribed",
    confirmedAt: lastWeek,
    unsubscribedAt: NOW,
  });
  await makeSubscription("bounces", { state: "stopped", confirmedAt: lastWeek, stoppedAt: NOW });
  await makeSubscription("asks", { state: "pending", confirmedAt: null });
  const weeks = await getGrowth(NOW, 1);
  expect(weeks.slice(-3)).toMatchObject([
    { joined: 0, left: 0, subscribers: 0 },
    { joined: 3, left: 0, subscribers: 3 },
    { joined: 0, left: 2, subscribers: 1 },
  ]);
});
