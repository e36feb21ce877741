import { makeSubscription, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { stopSubscription } from "./mutations-stop";

const later = new Date(NOW.getTime() + 60_000);
const find = (id: string) => db().subscription.findUniqueOrThrow({ where: { id } });

test("an active reader is stopped once, with the cause that came first", async () => {
  const id = await makeSubscription();
  expect(await stopSubscription(id, { cause: "refused", answer: "550 no\r\nsuch", now: NOW })).toBe(
    true,
  );
  expect(await stopSubscription(id, { cause: "complained", answer: "abuse", now: later })).toBe(
    false,
  );
  expect(await find(id)).toMatchObject({
    state: "stopped",
    stoppedAt: NOW,
    stoppedBy: "refused",
    stopAnswer: "550 no such",
  });
});

test.each(["pending", "unsubscribed", "deleted"] as const)(
  "one who is %s stays so",
  async (state) => {
    const id = await makeSubscription("reader-1", { state });
    expect(await stopSubscription(id, { cause: "bounced", answer: "550", now: NOW })).toBe(false);
    expect(await find(id)).toMatchObject({ state, stoppedAt: null, stoppedBy: null });
  },
);
