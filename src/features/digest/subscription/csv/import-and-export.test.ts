import { makeSubscription, NOW } from "@tests/factories";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { stopSubscription, unsubscribe } from "@/features/digest/subscription/mutations";
import { importSubscribers } from "./mutations-import";
import { exportSubscribers } from "./queries-export";
import { COLUMNS, formatCsvHeader, formatCsvRows, parseTable } from "./table";

const HEAD = "email,consented_at,consent_source";
const importTable = (text: string, now = NOW) =>
  importSubscribers(text, { now, source: "old.csv" });
async function readPieces() {
  const pieces: string[] = [];
  for await (const piece of exportSubscribers()) pieces.push(piece);
  return pieces;
}
const exportTable = async () => (await readPieces()).join("");
const listSubscriptions = () => db().subscription.findMany({ orderBy: { email: "asc" } });
const row = (name: string) => `${name}@example.org,2026-01-02,newsletter`;

describe("an import", () => {
  test("creates active subscriptions with the table's consent, from the next edition on", async () => {
    const report = await importTable(`${HEAD}\n${row("Ada")}\n${row("ben")}\n`);
    expect(report).toEqual({
      created: 2,
      confirmed: 0,
      unchanged: 0,
      left: 0,
      rejected: [],
      unknownColumns: [],
    });
    expect(await listSubscriptions()).toMatchObject([
      {
        email: "ada@example.org",
        state: "active",
        scheduledAt: NOW,
        rhythm: "daily",
        confirmedAt: new Date("2026-01-02T00:00:00Z"),
        consentSource: "import: old.csv: newsletter",
      },
      { email: "ben@example.org" },
    ]);
  });

  test("resumes those whose address the mail server refused here only if asked, and nobody else who left", async () => {
    await makeSubscription("refused", { hour: 5 });
    await makeSubscription("elsewhere");
    await makeSubscription("complained");
    await makeSubscription("left");
    for (const id of ["refused", "elsewhere"]) {
      await stopSubscription(id, { cause: "refused", answer: "550 no", now: NOW });
    }
    await stopSubscription("complained", { cause: "complained", answer: "abuse", now: NOW });
    await unsubscribe("left", NOW);
    const cells = ["refused", "complained", "left"].map((name) => `${row(name)},active`);
    const table = [`${HEAD},state`, ...cells, `${row("elsewhere")},stopped`].join("\n");
    expect(await importTable(table)).toMatchObject({ created: 0, left: 4 });
    const options = { now: NOW, source: "old.csv", resumesRefused: true };
    expect(await importSubscribers(table, options)).toMatchObject({ resumed: 1, left: 3 });
    expect(await importSubscribers(table, options)).toMatchObject({ resumed: 0, unchanged: 1 });
    const active = await db().subscription.findMany({ where: { state: "active" } });
    expect(active).toMatchObject([{ id: "refused", hour: 5, stoppedAt: null, stoppedBy: null }]);
  });

  test("stores an international domain in punycode, so that both ways of writing it are one subscriber", async () => {
    const addresses = ["Info@Пример.РФ", "info@xn--e1afmkfd.xn--p1ai", "r&d/lab!1#2=3@example.org"];
    const rows = addresses.map((address) => `${address},2026-01-02,newsletter`);
    const report = await importTable([HEAD, ...rows].join("\n"));
    expect(report).toMatchObject({ created: 2, rejected: [] });
    expect((await listSubscriptions()).map(({ email }) => email)).toEqual([
      "info@xn--e1afmkfd.xn--p1ai",
      "r&d/lab!1#2=3@example.org",
    ]);
  });

  test("accepts columns in any order and case, semicolons too, and reports unknown ones", async () => {
    const table =
      "\ufeffConsent Source;E-Mail;Favourite;Rhythm;Weekday;Hour;timeZone;SIZE;Categories;ConsentedAt\r\n" +
      'fair;ada@example.org;blue;weekly;3;18;Europe/Berlin;5;"cs.CL, stat";2026-01-02 12:30+01:00\r\n';
    expect((await importTable(table)).unknownColumns).toEqual(["Favourite"]);
    expect(await listSubscriptions()).toMatchObject([
      {
        rhythm: "weekly",
        weekday: 3,
        hour: 18,
        timeZone: "Europe/Berlin",
        size: 5,
        topics: '{"categories":["cs.CL","stat"]}',
        confirmedAt: new Date("2026-01-02T11:30:00Z"),
      },
    ]);
  });

  test("rejects a bad row with its line and reason, and imports the others", async () => {
    const bad = [
      "no address,2026-01-02,form",
      "a@example.org,,form",
      "b@example.org,2026-01-02,",
      "c@example.org,soon,form",
      "d@example.org,2027-01-02,form",
      "e@example.org,2026-02-30,form",
      'f@example.org,"2026-01-02"x,form',
      "g@example.org",
      'h@example.org,"2026-01-02,form',
    ];
    const report = await importTable([HEAD, row("one"), ...bad, row("two")].join("\n"));
    expect(report.created).toBe(2);
    expect(report.rejected.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    for (const { reason } of report.rejected) expect(reason).not.toBe("");
    expect(report.rejected[1]?.reason).toBe(
      "consented_at is empty. Enter when this subscriber agreed.",
    );
    expect((await listSubscriptions()).map(({ email }) => email)).toEqual([
      "one@example.org",
      "two@example.org",
    ]);
  });

  test.each(["", "email\na@example.org", "a@example.org,2026-01-02,form"])(
    "without its columns is rejected as a whole, with a sentence: %j",
    async (table) => {
      await expect(importTable(table)).rejects.toThrow(/^The first line must name the columns/);
    },
  );

  test("twice changes nothing, and an address counts once", async () => {
    const table = [HEAD, ...Array.from({ length: 700 }, (_, at) => row(`r${at % 600}`))].join("\n");
    expect(await importTable(table)).toMatchObject({ created: 600, unchanged: 100 });
    const before = await listSubscriptions();
    const again = await importTable(table, new Date(NOW.getTime() + 1000));
    expect(again).toMatchObject({ created: 0, unchanged: 700 });
    expect(await listSubscriptions()).toEqual(before);
  });

  test("subscribes nobody again who unsubscribed or was stopped, and changes no preferences", async () => {
    for (const id of ["ended", "stopped", "here"]) await makeSubscription(id, { size: 25 });
    await unsubscribe("ended", NOW);
    await stopSubscription("stopped", { cause: "complained", answer: "spam", now: NOW });
    const before = await listSubscriptions();
    const table = [HEAD, row("ended"), row("stopped"), row("here")].join("\n");
    expect(await importTable(table)).toMatchObject({ created: 0, unchanged: 1, left: 2 });
    expect(await listSubscriptions()).toEqual(before);
  });

  test("confirms a pending subscription", async () => {
    await makeSubscription("slow", { state: "pending", confirmedAt: null, size: 25 });
    expect(await importTable(`${HEAD}\n${row("slow")}`)).toMatchObject({
      confirmed: 1,
      created: 0,
    });
    expect(await listSubscriptions()).toMatchObject([
      { state: "active", size: 25, scheduledAt: NOW },
    ]);
  });

  test("of any text is rejected as a whole with a sentence, or row by row", async () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc
        .array(fc.string({ maxLength: 60 }), { maxLength: 8 })
        .map((rows) => [HEAD, ...rows].join("\n")),
    );
    const property = fc.asyncProperty(texts, async (text) => {
      const outcome = await importTable(text).catch(({ message }) => String(message));
      if (typeof outcome === "string") expect(outcome).toMatch(/^The first line must/);
    });
    await fc.assert(property, { numRuns: 150 });
  });
});

describe("an export", () => {
  test("imported elsewhere creates the same subscriptions, ended ones stay ended, deleted ones are missing", async () => {
    const topics = '{"authors":["Ada Lovelace"],"categories":["cs.CL","stat"],"excluded":["=cmd"]}';
    await makeSubscription("+1", { rhythm: "weekly", weekday: 0, topics, pausedUntil: NOW });
    await makeSubscription("ended", { state: "unsubscribed", unsubscribedAt: NOW });
    const stop = { stoppedAt: NOW, stoppedBy: "complained" as const };
    await makeSubscription("stopped", { state: "stopped", ...stop });
    await makeSubscription("gone", { state: "deleted", email: "deleted:gone" });
    const table = await exportTable();
    expect(table).toContain("\r\n'+1@example.org,active,weekly,0,7,UTC,10,");
    expect(table).not.toContain("gone");
    const omitNewColumns = (all: Awaited<ReturnType<typeof listSubscriptions>>) =>
      all.map(({ id: _, scheduledAt: __, consentSource: ___, ...subscription }) => subscription);
    const before = omitNewColumns(await listSubscriptions()).filter(
      ({ state }) => state !== "deleted",
    );
    await db().subscription.deleteMany();
    expect(await importTable(table)).toMatchObject({
      created: 3,
      rejected: [],
      unknownColumns: [],
    });
    expect(omitNewColumns(await listSubscriptions())).toEqual(before);
  });

  test("of many is read page by page", async () => {
    const table = [HEAD, ...Array.from({ length: 600 }, (_, at) => row(`r${at}`))].join("\n");
    await importTable(table);
    const pieces = await readPieces();
    expect(pieces).toHaveLength(3);
    expect(parseTable(pieces.join(""), []).rows).toHaveLength(600);
  });

  test("round-trips every text, and gives no spreadsheet a formula", () => {
    const cells = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => text.trim()),
      fc.constantFrom(
        "=1+1",
        "+a",
        "-a",
        "@a",
        "'=a",
        "''+a",
        "'",
        "'a",
        "＝a",
        'a"b',
        "a\nb",
        "a,b",
      ),
    );
    fc.assert(
      fc.property(cells, cells, (email, consent_source) => {
        const text =
          formatCsvHeader() + formatCsvRows([{ email, consent_source, state: "active" }]);
        const [read] = parseTable(text, COLUMNS).rows;
        expect(read?.row).toMatchObject({ email, consent_source });
        for (const cell of formatCsvRows([{ email }]).split(","))
          expect(cell).not.toMatch(/^"?[=+\-@]/);
      }),
      { numRuns: 1000 },
    );
  });
});
