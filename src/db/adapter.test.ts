import { NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { db, openDatabase } from "@/db/client";
import { env } from "@/env";

const organization = (id: string) => ({ id, name: id, fullname: id });

test("400 single writes beside 800 failing transactions: none is lost", async () => {
  const failing = Array.from({ length: 800 }, async (_, index) => {
    const attempt = db().$transaction(async (transaction) => {
      await transaction.organization.create({ data: organization(`doomed-${index}`) });
      throw new Error("roll back");
    });
    await expect(attempt).rejects.toThrow("roll back");
  });
  const writes = Array.from({ length: 400 }, (_, index) =>
    db().organization.create({ data: organization(`kept-${index}`) }),
  );
  await Promise.all([...failing, ...writes]);

  const kept = await db().organization.findMany({ select: { id: true } });
  expect(kept.filter(({ id }) => id.startsWith("kept-"))).toHaveLength(400);
  expect(kept.filter(({ id }) => id.startsWith("doomed-"))).toHaveLength(0);
});

test("uncommitted rows are visible inside their transaction only", async () => {
  await db().$transaction(async (transaction) => {
    await transaction.organization.create({ data: organization("half-done") });
    const other = openDatabase(env().databaseFile);
    expect(await other.organization.count()).toBe(0);
    await other.$disconnect();
    // The same holds in this process: reads of the root client don't wait for the transaction.
    expect(await db().organization.count()).toBe(0);
    expect(await transaction.organization.count()).toBe(1);
  });
  expect(await db().organization.count()).toBe(1);
});

test("a batch that fails leaves nothing and the next write works", async () => {
  const twice = [1, 2].map(() => db().organization.create({ data: organization("same") }));
  await expect(db().$transaction(twice)).rejects.toThrow();
  await db().organization.create({ data: organization("after") });
  expect(await db().organization.count()).toBe(1);
});

test("every connection writes through to the disk, in WAL, with foreign keys", async () => {
  const settings = await db().$transaction(async (transaction) => [
    await transaction.$queryRawUnsafe("PRAGMA journal_mode"),
    await transaction.$queryRawUnsafe("PRAGMA synchronous"),
    await transaction.$queryRawUnsafe("PRAGMA foreign_keys"),
  ]);
  expect(settings).toEqual([
    [{ journal_mode: "wal" }],
    [{ synchronous: 2n }],
    [{ foreign_keys: 1n }],
  ]);
});

test("two processes' clients that read first and write later wait for each other", async () => {
  const other = openDatabase(env().databaseFile);
  await db().organization.create({ data: { ...organization("counter"), avatar: "0" } });
  const increment = (client: typeof other) =>
    client.$transaction(async (transaction) => {
      const { avatar } = await transaction.organization.findUniqueOrThrow({
        where: { id: "counter" },
      });
      await transaction.organization.update({
        where: { id: "counter" },
        data: { avatar: String(Number(avatar) + 1) },
      });
    });
  for (let round = 0; round < 20; round += 1) {
    await increment(other);
    await increment(db());
  }
  await other.$disconnect();
  expect(await db().organization.findUnique({ where: { id: "counter" } })).toMatchObject({
    avatar: "40",
  });
});

test("raw statements write dates in the adapter's one form", async () => {
  await db().$executeRaw`INSERT INTO "Person" ("id", "name", "email", "createdAt", "updatedAt")
    VALUES ('raw', 'raw', 'raw@example.org', ${NOW}, ${NOW})`;
  const person = await db().person.findFirstOrThrow({ where: { createdAt: NOW } });
  expect(person.id).toBe("raw");
});
