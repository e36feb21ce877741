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
/** The same pages with other content */
const OTHER_PAGES = [
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
  seedDigest(openDatabase(), 500);
});

test.afterAll(async () => {
  await site.stop();
});

const openDatabase = () => new Sqlite((site.env.DATABASE_URL ?? "").replace("file:", ""));

async function readNewestLink(): Promise<string> {
  const outbox = site.env.OUTBOX ?? "";
  const [newest = ""] = readdirSync(outbox).toSorted().reverse();
  const { text = "" } = await simpleParser(readFileSync(path.join(outbox, newest)));
  return /https?:\/\/\S+/.exec(text)?.[0] ?? "";
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${site.url}/sign-in?to=/about`);
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await page.waitForURL(/sent/);
  await page.goto(await readNewestLink());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/about/);
}

const readCookies = async (context: BrowserContext) =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

test("everyone else gets the one complete 404 page, as for any missing page", async ({
  page,
  context,
}) => {
  await signIn(page, "eve@example.org");
  const cookie = await readCookies(context);
  const unknown = await (await fetch(`${site.url}/no/such/page`)).text();
  expect(unknown).toContain("Page not found</h1>");
  const missing = [
    "/papers/1234.56789",
    "/authors/nobody",
    "/unsubscribe/x.y",
    "/admin/digest/none",
  ];
  for (const address of [...PAGES, ...OTHER_PAGES, ...missing]) {
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

test("the former address of the subscribers' page leads to the new one", async () => {
  const answer = await fetch(`${site.url}/admin/digest/readers?state=stopped`, {
    redirect: "manual",
  });
  expect(answer.status).toBe(308);
  expect(answer.headers.get("location")).toMatch(/\/admin\/digest\/subscribers\?state=stopped$/);
});

test("the admin's pages have no fault that a check can find", async ({ page }) => {
  test.slow();
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("dialog", (dialog) => trouble.push(`a script ran: ${dialog.message()}`));
  page.on("console", (message) => {
    // axe tries to enter the email's frame, which runs no script.
    const isFromAxe = /^Blocked script execution in .*digest\/mail/.test(message.text());
    if (message.type() === "error" && !isFromAxe) trouble.push(message.text());
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

test("the page refreshes the progress of a delivery by itself", async ({ page }) => {
  await signIn(page, "olga@example.org");
  await page.goto(`${site.url}/admin/digest`);
  const progress = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Delivery", exact: true }) });
  await expect(progress.getByText("200 waiting", { exact: false })).toBeVisible();
  const rows = openDatabase();
  rows.exec(`UPDATE "Delivery" SET "state" = 'sent', "readyAt" = NULL WHERE "state" = 'pending'`);
  rows.close();
  await expect(progress.getByText("450 sent", { exact: false })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the admin finds a delivery, resolves uncertain ones, undoes a stop, sends a test email", async ({
    page,
  }) => {
    await signIn(page, "olga@example.org");
    await page.goto(`${site.url}/sign-in`);
    await page.getByRole("link", { name: "Manage the digest" }).click();
    await page.getByRole("link", { name: "Daily · Mar 6, 2026" }).last().click();
    const deliveries = page.locator("ol > li").filter({ hasText: "@example.org" });
    await expect(deliveries).toHaveCount(50);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(deliveries.first()).toContainText("subscriber-050@example.org");

    await page.getByLabel("Email address starts with").fill("Subscriber-003@");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(deliveries).toHaveCount(1);
    await expect(deliveries).toContainText("<script>alert(1)</script> no such user");

    await page.getByLabel("Email address starts with").fill("");
    await page.getByLabel("Status").selectOption("uncertain");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(deliveries).toHaveCount(10);
    await deliveries.first().getByRole("button", { name: "Count as sent" }).click();
    await expect(page.getByRole("status")).toHaveText("Counted as sent: 1 email.");
    await page.getByRole("button", { name: "Send all again" }).click();
    await expect(page.getByRole("status")).toHaveText("Will be sent again: 9 emails.");

    await page.goto(`${site.url}/admin/digest/subscribers?state=stopped`);
    await page.getByRole("button", { name: "Resume emails" }).click();
    await expect(page.getByRole("status")).toContainText("gets the digest again");
    await expect(page.getByText("No matches.")).toBeVisible();

    await page.getByRole("link", { name: "Subscribers", exact: true }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export CSV" }).click();
    const table = readFileSync(await (await download).path(), "utf8");
    expect(table.split("\r\n")).toHaveLength(1 + 501 + 1);
    const more = `${table}new@example.org,active\r\n`;
    const file = { name: "subscribers.csv", mimeType: "text/csv", buffer: Buffer.from(more) };
    await page.getByText("Import…").click();
    await page.getByLabel("File", { exact: true }).setInputFiles(file);
    await page.getByRole("button", { name: "Import" }).click();
    await expect(page.getByRole("status")).toContainText("Added 0 subscribers.");
    await expect(page.getByRole("status")).toContainText(
      "Line 503 (new@example.org): consented_at",
    );

    await page.goto(`${site.url}/admin/digest/preview`);
    const email = page.frameLocator("iframe");
    await expect(email.getByText("A paper that was chosen")).toBeVisible();
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("status")).toContainText("Test email sent to olga@example.org");
  });
});
