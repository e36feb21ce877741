import { get, post, readNotice, signInAsAdmin } from "@tests/admin";
import { makeSubscription } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { parseTable } from "@/features/digest/subscription/csv/table";
import { GET, POST } from "./digest/subscribers/route";

const HEAD = "email,consented_at,consent_source";
const createRow = (name: string) => `${name}@example.org,2026-01-02,newsletter`;

const createFileForm = (text: string | Uint8Array<ArrayBuffer>, name = "old list.csv") => {
  const form = new FormData();
  form.set("file", new File([text], name, { type: "text/csv" }));
  return form;
};

const listAddresses = async () =>
  (await db().subscription.findMany({ orderBy: { email: "asc" } })).map(({ email }) => email);

describe("the export", () => {
  test("is a file with all subscribers, which no cache stores", async () => {
    const { browser } = await signInAsAdmin();
    await makeSubscription("ada");
    await makeSubscription("left", { state: "unsubscribed" });
    const answer = await get(GET, browser);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="subscribers-\d{4}-\d{2}-\d{2}\.csv"$/,
    );
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const { rows } = parseTable(await answer.text(), ["email"]);
    expect(rows.map(({ row: { email, state } }) => [email, state]).toSorted()).toEqual([
      ["ada@example.org", "active"],
      ["left@example.org", "unsubscribed"],
    ]);
  });
});

describe("the import", () => {
  test("imports a file's subscribers and reports how many are new, exist or left before", async () => {
    const { browser } = await signInAsAdmin();
    await makeSubscription("here");
    await makeSubscription("left", { state: "unsubscribed" });
    const table = [
      HEAD,
      createRow("ada"),
      createRow("ben"),
      createRow("here"),
      createRow("left"),
    ].join("\r\n");
    const answer = await post(POST, browser, createFileForm(table));
    expect([answer.status, readNotice(answer)]).toEqual([
      303,
      "Added 2 subscribers.\nAlready subscribed: 1 subscriber, not changed.\nUnsubscribed or stopped here: 1 subscriber, not subscribed again.",
    ]);
    expect(await listAddresses()).toEqual(
      ["ada", "ben", "here", "left"].map((name) => `${name}@example.org`),
    );
    expect(
      await db().subscription.findUnique({ where: { email: "ada@example.org" } }),
    ).toMatchObject({ state: "active", consentSource: "import: old list.csv: newsletter" });
  });

  test("imports pasted text if no file was chosen", async () => {
    const { browser } = await signInAsAdmin();
    const form = createFileForm("", "");
    form.set("table", `${HEAD}\n${createRow("ada")}`);
    expect(readNotice(await post(POST, browser, form))).toBe("Added 1 subscriber.");
  });

  test.each([
    ["UTF-16", Buffer.from(`\ufeff${HEAD}\nada@example.org,2026-01-02,Zürich`, "utf16le")],
    ["Windows-1252", Buffer.from(`${HEAD}\nada@example.org,2026-01-02,Zürich`, "latin1")],
  ])("decodes a file in %s", async (_, bytes) => {
    const { browser } = await signInAsAdmin();
    const answer = await post(POST, browser, createFileForm(Uint8Array.from(bytes)));
    expect(readNotice(answer)).toBe("Added 1 subscriber.");
    expect(await db().subscription.findFirst()).toMatchObject({
      consentSource: "import: old list.csv: Zürich",
    });
  });

  test("reports the first rejected lines with their reasons, however many and long they are", async () => {
    const { browser } = await signInAsAdmin();
    const bad = Array.from({ length: 40 }, (_, at) => `${"x".repeat(400)}${at},2026-01-02,form`);
    const table = [`${HEAD},<b>Flavor</b>`, "a@example.org,soon,form", createRow("ada"), ...bad];
    const answer = await post(POST, browser, createFileForm(table.join("\n")));
    const lines = readNotice(answer)?.split("\n");
    expect(lines?.slice(0, 4)).toEqual([
      "Added 1 subscriber.",
      "Unknown columns: <b>Flavor</b>.",
      "Rejected 41 lines:",
      "Line 2 (a@example.org): consented_at isn't a time. Write one like 2026-02-19T12:00:00Z.",
    ]);
    expect(lines?.at(-1)).toBe("And 37 more.");
    expect(await listAddresses()).toEqual(["ada@example.org"]);
  });

  test.each([
    ["nothing", new FormData(), 400, /Choose a file/],
    [
      "no form",
      new Blob(["--x"], { type: "multipart/form-data; boundary=x" }),
      400,
      /form can't be read/,
    ],
    ["no table", createFileForm("hello"), 422, /first line must name the columns/],
    [
      "a workbook",
      createFileForm(Uint8Array.from(Buffer.from("PK\u0003\u0004"))),
      400,
      /Save it as “CSV UTF-8”/,
    ],
    [
      "too much",
      createFileForm(`${HEAD}\n${"x".repeat(6 * 1024 * 1024)}`),
      413,
      /larger than 5120 KiB/,
    ],
  ])("of %s is refused in a sentence and changes nothing", async (_, body, status, sentence) => {
    const { browser } = await signInAsAdmin();
    const answer = await post(POST, browser, body);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(sentence)]);
    expect(await listAddresses()).toEqual([]);
  });
});
