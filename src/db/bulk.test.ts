import { NOW } from "@tests/factories";
import { readRows } from "@tests/tables";
import { expect, test } from "vitest";
import { db, transactionBulk } from "./client";

type Row = { id: string; name: string; fullname: string; avatar: string | null };

const organization = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  name: id,
  fullname: id,
  avatar: null,
  ...more,
});

const upsert = (rows: Row[]) =>
  transactionBulk(async (bulk) => bulk.upsert("Organization", ["id"], rows));

test("an upsert inserts new rows, updates known ones and leaves the others", async () => {
  await upsert([organization("one"), organization("two", { avatar: "/two.png" })]);
  await upsert([organization("two", { name: "second" }), organization("three")]);
  expect(readRows("Organization")).toEqual([
    organization("one"),
    organization("three"),
    organization("two", { name: "second" }),
  ]);
});

test("an upsert of no rows does nothing", async () => {
  await upsert([]);
  expect(readRows("Organization")).toEqual([]);
});

test("many rows are all written, or none", async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => organization(`o${index}`));
  const failing = rows.with(19_999, Object.assign(organization("bad"), { name: null }));
  await expect(upsert(failing)).rejects.toThrow();
  expect(await db().organization.count()).toBe(0);
  await upsert(rows);
  await upsert(rows.map((row) => ({ ...row, name: "again" })));
  expect(await db().organization.count({ where: { name: "again" } })).toBe(20_000);
});

test.each([
  `'); DROP TABLE "Organization"; --`,
  '["a", {"b": null}]',
  "null",
  "007",
  "1e3",
  "2026-03-05T10:00:00.000Z",
  "?1 :name @name $name",
  "",
  "👩‍👩‍👧 漢字 \t\r\n",
])("text stays the text it is: %j", async (name) => {
  await upsert([organization("one", { name })]);
  expect(await db().organization.findUnique({ where: { id: "one" } })).toMatchObject({ name });
});

test("instants, booleans, numbers and null come back unchanged", async () => {
  const person = {
    id: "person-1",
    name: "Sam",
    email: "sam@example.org",
    emailVerified: true,
    image: null,
    createdAt: NOW,
    updatedAt: new Date("2026-03-05T00:00:00.001Z"),
  };
  await transactionBulk(async (bulk) => bulk.upsert("Person", ["id"], [person]));
  expect(await db().person.findMany()).toEqual([person]);
  // Prisma finds them by its own format of instants.
  expect(await db().person.count({ where: { createdAt: NOW, emailVerified: true } })).toBe(1);
  await db().person.create({ data: { ...person, id: "person-2", email: "ann@example.org" } });
  const forms = readRows("Person").map(
    (row) => JSON.stringify(row).match(/"createdAt":"[^"]*"/)?.[0],
  );
  expect(forms[0]).toBe(forms[1]);
});

test("an insert of an existing key fails and undoes its whole transaction", async () => {
  await upsert([organization("two")]);
  const insert = (ids: string[]) =>
    transactionBulk(async (bulk) =>
      bulk.insert(
        "Organization",
        ids.map((id) => organization(id)),
      ),
    );
  await expect(insert(["one", "two"])).rejects.toThrow(/UNIQUE/);
  expect(readRows("Organization")).toEqual([organization("two")]);
  await insert(["one"]);
  await insert([]);
  expect(readRows("Organization")).toEqual([organization("one"), organization("two")]);
});

test("statements take any value as it is, and read what the transaction has written", async () => {
  const name = `'); DROP TABLE "Organization"; --`;
  const rows = await transactionBulk(async (bulk) => {
    bulk.insert("Organization", [organization("one")]);
    bulk.run(`UPDATE "Organization" SET "name" = ? WHERE "id" = ?`, [name, "one"]);
    return bulk.all(`SELECT "name" FROM "Organization" WHERE "id" = ?`, ["one"]);
  });
  expect(rows).toEqual([{ name }]);
});
