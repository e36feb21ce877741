import { makeSubscription } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { readMigrations } from "@/db/migrate";
import { backfillSchedules, SCHEDULES_MIGRATION } from "./mutations-backfill";

test("earlier subscribers keep the site's hour and time zone", async () => {
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
