import { makeSubscription } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { readMigrations } from "@/db/migrate";
import { backfillSchedules, SCHEDULES_MIGRATION } from "./mutations-backfill";

test("readers of before are mailed at the site's hour and in its zone, as they were", async () => {
  expect(readMigrations("prisma/migrations").map(({ name }) => name)).toContain(
    SCHEDULES_MIGRATION,
  );
  await makeSubscription("reader-1");
  await makeSubscription("reader-2", { state: "unsubscribed" });
  await backfillSchedules({ hour: 18, timeZone: "Europe/Berlin" });
  const subscriptions = await db().subscription.findMany({
    select: { hour: true, timeZone: true },
  });
  expect(subscriptions).toEqual(Array(2).fill({ hour: 18, timeZone: "Europe/Berlin" }));
});
