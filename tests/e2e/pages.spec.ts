import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { simpleParser } from "mailparser";
import { expect, type Page, test } from "playwright/test";
import { makeEntry } from "../made-up";
import { findFaults } from "./faults";
import { type Site, startSite } from "./site";

let site: Site;

const LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis ".repeat(12).trim();

test.beforeAll(async () => {
  site = await startSite({ CLOCK: "2026-03-06T12:00:00.000Z" });
  const answer = await site.ingest([
    makeEntry({
      id: "2603.00001",
      day: "2026-03-05",
      upvotes: 40,
      title: "Plain title of a paper",
    }),
    makeEntry({ id: "2603.00002", day: "2026-03-05", upvotes: 30, title: LONG, authors: 500 }),
    makeEntry({
      id: "2603.00003",
      day: "2026-03-05",
      upvotes: 20,
      title: String.raw`On $\alpha$-<script>alert(1)</script> & "quotes"`,
      paper: { ai_summary: "In short.", ai_summary_model: "model-x", ai_keywords: ["one", "two"] },
    }),
    makeEntry({ id: "astro-ph/0601001", day: "2026-02-27", title: "An old-style id" }),
    ...Array.from({ length: 60 }, (_, index) =>
      makeEntry({ id: `2602.${10000 + index}`, day: "2026-02-26", upvotes: index }),
    ),
  ]);
  expect(answer.status).toBe(200);
});

test.afterAll(async () => {
  await site.stop();
});

/** Collects errors in the console and requests to other sites. Both are failures. */
function collectTrouble(page: Page): string[] {
  const trouble: string[] = [];
  page.on("console", (message) => {
    const isStatus = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isStatus) trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url)) trouble.push(`foreign: ${request.url()}`);
  });
  return trouble;
}

/** Returns the link in the newest email of the outbox. */
async function readNewestLink(): Promise<string> {
  const outbox = site.env.OUTBOX ?? "";
  const [newest = ""] = readdirSync(outbox).toSorted().reverse();
  const { text = "" } = await simpleParser(readFileSync(path.join(outbox, newest)));
  return /https?:\/\/\S+/.exec(text)?.[0] ?? "";
}

const PATHS = [
  "/ /papers/date/2026-03-05 /papers/date/2026-03-01 /papers/week/2026-W09 /papers/month/2026-02",
  "/papers/trending /papers/2603.00002 /papers/2603.00003 /papers/astro-ph/0601001 /papers?q=paper",
  "/papers?q=papre /papers?q=nothing-like-it /authors/Ada%20Author%200 /submitters/sam /categories",
  "/status /docs /about /sign-in /subscribe /subscribe/sent /no/such/page",
  "/subscription/address /subscription/deleted",
].flatMap((paths) => paths.split(" "));

test("no page scrolls sideways or has an accessibility violation", async ({ page }) => {
  test.slow();
  const trouble = collectTrouble(page);
  for (const address of PATHS) {
    await page.goto(site.url + address);
    expect(await findFaults(page), address).toEqual([]);
  }
  expect(trouble).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a list is complete, and its forms lead to confirmation pages", async ({ page }) => {
    await page.goto(`${site.url}/papers/month/2026-02`);
    await expect(page.locator("article h3 > a")).toHaveCount(50);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page.locator("article h3 > a")).toHaveCount(11);

    await page.locator("article").first().getByRole("button").click();
    await expect(page).toHaveURL(/\/sign-in\?vote=/);
    await expect(page.getByRole("heading", { name: "Sign in to upvote" })).toBeVisible();

    await page.goto(site.url);
    await page.getByLabel("Your email address").fill("no-script@example.org");
    await page.getByRole("button", { name: "Subscribe" }).click();
    await expect(page).toHaveURL(`${site.url}/subscribe/sent`);
  });

  test("a signed-in person upvotes and removes the upvote on a confirmation page", async ({
    page,
  }) => {
    const list = `${site.url}/papers/date/2026-02-27`;
    await page.goto(list);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Your email address").fill("no-script-voter@example.org");
    await page.getByRole("button", { name: "Email me a link" }).click();
    await expect(page.getByText("This site has no mail server yet")).toBeVisible();
    await page.goto(await readNewestLink());
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page, "back where it started").toHaveURL(list);

    const vote = page.getByRole("button", { name: /^Upvote/ });
    await expect(vote).toHaveText("3");
    for (const [action, count] of [
      ["Upvote", "4"],
      ["Remove upvote", "3"],
    ]) {
      await vote.click();
      await page.getByRole("button", { name: action }).click();
      await expect(page).toHaveURL(list);
      await expect(vote).toHaveText(count ?? "");
    }
    await page.goto(`${site.url}/sign-in`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.goto(`${site.url}/sign-in`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test("the full list of five hundred authors opens", async ({ page }) => {
    await page.goto(`${site.url}/papers/2603.00002`);
    const last = page.getByText("Ada Author 499");
    await expect(last).toBeHidden();
    await page.getByText("Show all 500 authors").click();
    await expect(last).toBeVisible();
  });
});

test("previous and next lead to the nearest days that have papers", async ({ page }) => {
  await page.goto(`${site.url}/papers/date/2026-03-05`);
  await expect(page.getByRole("link", { name: /^Next/ })).toHaveCount(0);
  await page.getByRole("link", { name: /^Previous/ }).click();
  await expect(page).toHaveURL(`${site.url}/papers/date/2026-02-27`);
  await page.getByRole("link", { name: /^Previous/ }).click();
  await expect(page).toHaveURL(`${site.url}/papers/date/2026-02-26`);
  await expect(page.getByRole("link", { name: /^Previous/ })).toHaveCount(0);
});

test("an empty day states the reason and links to the nearest day with papers", async ({
  page,
}) => {
  await page.goto(`${site.url}/papers/date/2026-03-01`);
  await expect(page.getByText("No papers on weekends")).toBeVisible();
  await page.getByRole("link", { name: "See Friday, February 27, 2026" }).click();
  await expect(page.locator("article")).toHaveCount(1);
  await page.goto(`${site.url}/papers/date/2026-03-06`);
  await expect(page.getByText("No papers for today yet")).toBeVisible();
});

test("impossible addresses get a helpful 404 page; future weeks and months lead to the latest", async ({
  page,
}) => {
  for (const address of [
    "/papers/date/2025-13-40",
    "/papers/date/today",
    "/papers/week/2026-W54",
    "/papers/month/2026-00",
    "/papers/month/2026-02?p=9",
    "/papers/month/2026-02?p=x",
    "/papers/1234.56789",
    "/papers/%E0%A4%A",
    "/upvote/none",
    "/unsubscribe/forged.token",
    "/subscription/forged.token",
  ]) {
    const answer = await page.goto(site.url + address);
    expect(answer?.status(), address).toBeGreaterThanOrEqual(400);
    expect(answer?.status(), address).toBeLessThan(500);
  }
  await page.goto(`${site.url}/papers/1234.56789`);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  for (const address of ["/papers/week/2027-W01", "/papers/month/2027-01"]) {
    await page.goto(site.url + address);
    await expect(page, address).toHaveURL(`${site.url}/papers`);
  }
});

test("markup in a title is shown, not executed", async ({ page }) => {
  const trouble = collectTrouble(page);
  await page.goto(`${site.url}/papers/2603.00003`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("<script>alert(1)</script>");
  await expect(page.locator("h1 math")).toHaveCount(1);
  await expect(page.getByText("AI-generated (model-x)")).toBeVisible();
  expect(trouble).toEqual([]);
});

test("a day can be read and upvoted with the keyboard", async ({ page }) => {
  await page.goto(`${site.url}/papers/date/2026-02-27`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  const vote = page.getByRole("button", { name: /^Upvote/ });
  for (let presses = 0; presses < 40; presses += 1) {
    if (await vote.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(vote).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Sign in to upvote" })).toBeVisible();
});

test("the policy of every page allows only its own scripts", async () => {
  for (const address of PATHS) {
    const answer = await fetch(site.url + address);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts, address).toMatch(/^'self'( 'sha256-[\w+/=]+')+$/);
    expect(policy, address).toContain("object-src 'none'; base-uri 'none'");
  }
});
