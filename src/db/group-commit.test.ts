import { expect, test } from "vitest";
import { env } from "@/env";
import { db, executePrepared, openDatabase } from "./client";

const addOrganization = (
  id: string,
) => executePrepared`INSERT INTO "Organization" ("id", "name", "fullname")
  VALUES (${id}, ${id}, ${id}) RETURNING "id"`;

test("statements of one moment are committed, each with its own answer, and one that fails affects no other", async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `o${index % 49}`);
  const answers = await Promise.allSettled(ids.map(addOrganization));
  expect(answers.slice(0, 49)).toEqual(
    ids.slice(0, 49).map((id) => ({ status: "fulfilled", value: [{ id }] })),
  );
  expect(answers[49]).toMatchObject({ status: "rejected" });
  expect(await db().organization.count()).toBe(49);
});

test("an answered statement is committed: another connection sees it", async () => {
  const other = openDatabase(env().databaseFile);
  await addOrganization("a");
  expect(await other.organization.count()).toBe(1);
  await other.$disconnect();
});

test("a statement that ends the transaction fails its whole group, and the next one works", async () => {
  await db().$executeRaw`CREATE TRIGGER "full" BEFORE INSERT ON "Organization"
    WHEN NEW."id" = 'last' BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END`;
  const answers = await Promise.allSettled([addOrganization("first"), addOrganization("last")]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await db().organization.count()).toBe(0);
  await addOrganization("next");
  expect(await db().organization.count()).toBe(1);
});

test("a statement waits for its turn behind a transaction", async () => {
  let written: Promise<unknown> | undefined;
  await db().$transaction(async (transaction) => {
    written = addOrganization("beside");
    await transaction.organization.create({ data: { id: "in", name: "in", fullname: "in" } });
  });
  await written;
  expect(await db().organization.count()).toBe(2);
});
