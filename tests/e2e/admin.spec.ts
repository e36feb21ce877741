import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Sqlite from "better-sqlite3";
import { simpleParser } from "mailparser";
import { type BrowserContext, expect, type Page, test } from "playwright/test";
import { seedDigest } from "../admin-rows";
import { makeEntry } from "../made-up";
import { findFaults } from "./faults";
import { type Site, startSite } from "./site";

const EDITION = "daily/2026-03-06/07/UTC";

const PAGES = [
  "/admin/digest",
  `/admin/digest/issues/${EDITION}?state=unknown`,
  "/admin/digest/subscribers",
  "/admin/digest/subscribers?state=stopped",
  "/admin/digest/preview?view=phone&scheme=dark",
  "/admin/digest/preview?view=text",
  "/admin/digest/test",
];
/** The same pages with more or less on them */
const OTHERS = [
  `/admin/digest/issues/${EDITION}`,
  "/admin/digest/preview",
  "/admin/digest/preview?issue=now",
];

let site: Site;

test.beforeAll(async () => {
  site = await startSite({
    CLOCK: "2026-03-06T12:00:00.000Z",
    ADMIN_EMAILS: "someone@example.org, Olga@Example.org",
  });
  const entry = makeEntry({ id: "2603.00001", day: "2026-03-06", title: "A paper of today" });
  expect((await site.ingest([entry])).status).toBe(200);
  seedDigest(database(), 500);
});

test.afterAll(async () => {
  await site.stop();
});

const database = () => new Sqlite((site.env.DATABASE_URL ?? "").replace("file:", ""));

async function newestLink(): Promise<string> {
  const outbox = site.env.OUTBOX ?? "";
  const [newest = ""] = readdirSync(outbox).toSorted().reverse();
  const { text = "" } = await simpleParser(readFileSync(path.join(outbox, newest)));
  return /https?:\/\/\S+/.exec(text)?.[0] ?? "";
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/sign-in?to=/about`);
  await page.getByLabel("Your mail address").fill(email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.waitForURL(/sent/);
  await page.goto(await newestLink());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/about/);
}

const cookieOf = async (context: BrowserContext) =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

test("for everyone else there is no such page, nor any other that is missing, but one whole 404", async ({
  page,
  context,
}) => {
  await signIn(page, "eve@example.org");
  const cookie = await cookieOf(context);
  const unknown = await (await fetch(`${site.url}/no/such/page`)).text();
  expect(unknown).toContain("There is no such page</h1>");
  const missing = [
    "/papers/1234.56789",
    "/authors/nobody",
    "/unsubscribe/x.y",
    "/admin/digest/none",
  ];
  for (const address of [...PAGES, ...OTHERS, ...missing]) {
    for (const cookies of ["", cookie]) {
      const answer = await fetch(site.url + address, { headers: { cookie: cookies } });
      expect(answer.status, address).toBe(404);
      expect(await answer.text(), address).toBe(unknown);
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy, address).toContain("script-src 'self' 'sha256-");
    }
  }
  await expect(page.getByRole("link", { name: "Digest", exact: true })).toHaveCount(0);
});

test("the admin's pages have no fault that can be found by itself", async ({ page }) => {
  test.slow();
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("dialog", (dialog) => trouble.push(`a script ran: ${dialog.message()}`));
  page.on("console", (message) => {
    // axe knocks at the mail's frame, which lets no script run.
    const isKnock = /^Blocked script execution in .*digest\/mail/.test(message.text());
    if (message.type() === "error" && !isKnock) trouble.push(message.text());
  });
  await signIn(page, "olga@example.org");
  await page.getByRole("link", { name: "Digest", exact: true }).click();
  await expect(page).toHaveURL(`${site.url}/admin/digest`);
  for (const address of PAGES) {
    expect((await page.goto(site.url + address))?.status(), address).toBe(200);
    expect(await findFaults(page), address).toEqual([]);
  }
  expect(trouble).toEqual([]);
});

test("a page refreshes the run's progress by itself", async ({ page }) => {
  await signIn(page, "olga@example.org");
  await page.goto(`${site.url}/admin/digest`);
  const run = page.locator("section").filter({ hasText: "The run" });
  await expect(run.getByText("200 waiting", { exact: false })).toBeVisible();
  const rows = database();
  rows.exec(`UPDATE "Delivery" SET "state" = 'sent', "readyAt" = NULL WHERE "state" = 'pending'`);
  rows.close();
  await expect(run.getByText("450 sent", { exact: false })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the admin finds a mail, decides about those in doubt, undoes a stop, mails a test", async ({
    page,
  }) => {
    await signIn(page, "olga@example.org");
    await page.goto(`${site.url}/sign-in`);
    await page.getByRole("link", { name: "See to the digest" }).click();
    await page.getByRole("link", { name: "Daily · Mar 6, 2026" }).last().click();
    const mails = page.locator("ol > li").filter({ hasText: "@example.org" });
    await expect(mails).toHaveCount(50);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(mails.first()).toContainText("reader-050@example.org");

    await page.getByLabel("Address begins with").fill("Reader-003@");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(mails).toHaveCount(1);
    await expect(mails).toContainText("<script>alert(1)</script> no such user");

    await page.getByLabel("Address begins with").fill("");
    await page.getByLabel("State").selectOption("in doubt");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(mails).toHaveCount(10);
    await mails.first().getByRole("button", { name: "Count as sent" }).click();
    await expect(page.getByRole("status")).toHaveText("Counted as sent: 1 mail.");
    await page.getByRole("button", { name: "Send all again" }).click();
    await expect(page.getByRole("status")).toHaveText("To be sent again: 9 mails.");

    await page.goto(`${site.url}/admin/digest/subscribers?state=stopped`);
    await page.getByRole("button", { name: "Mail this reader again" }).click();
    await expect(page.getByRole("status")).toContainText("mailed again");
    await expect(page.getByText("Nobody is like that.")).toBeVisible();

    await page.getByRole("link", { name: "Readers", exact: true }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export CSV" }).click();
    const table = readFileSync(await (await download).path(), "utf8");
    expect(table.split("\r\n")).toHaveLength(1 + 501 + 1);
    const more = `${table}new@example.org,active\r\n`;
    const file = { name: "readers.csv", mimeType: "text/csv", buffer: Buffer.from(more) };
    await page.getByText("Import…").click();
    await page.getByLabel("A file").setInputFiles(file);
    await page.getByRole("button", { name: "Import" }).click();
    await expect(page.getByRole("status")).toContainText("0 readers came.");
    await expect(page.getByRole("status")).toContainText(
      "Line 503 (new@example.org): consented_at",
    );

    await page.goto(`${site.url}/admin/digest/preview`);
    const mail = page.frameLocator("iframe");
    await expect(mail.getByText("A paper that was chosen")).toBeVisible();
    await page.getByRole("button", { name: "Mail a test" }).click();
    await expect(page.getByRole("status")).toContainText("The test went to olga@example.org");
  });
});
