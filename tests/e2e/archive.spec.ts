import Sqlite from "better-sqlite3";
import { expect, type Page, test } from "playwright/test";
import { seedIssue } from "../issue-rows";
import { makeEntry } from "../made-up";
import { NASTY_TITLES } from "../nasty-titles";
import { listTexts, readFeed } from "../read-feed";
import { findFaults } from "./faults";
import { type Site, startSite } from "./site";

const JOB_TOKEN = "the-job-token-of-the-browser-tests";

let site: Site;

const ISSUE = "/digest/daily/2026-03-06/07/UTC";
const LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(12);
/** The size of an issue's own selection */
const TITLES = [...NASTY_TITLES.filter((title) => !title.includes("QUIT")), LONG];

test.beforeAll(async () => {
  site = await startSite({ CLOCK: "2026-03-06T12:00:00.000Z", JOB_TOKEN });
  const database = new Sqlite((site.env.DATABASE_URL ?? "").replace("file:", ""));
  seedIssue(database, "2026-02-27", ["An earlier paper"]);
  seedIssue(database, "2026-02-26", []);
  database.close();
  const papers = TITLES.map((title, index) =>
    makeEntry({ id: `2603.${10000 + index}`, day: "2026-03-06", upvotes: 100 - index, title }),
  );
  expect((await site.ingest(papers)).status).toBe(200);
  // Run inside the server, whose clock dated the papers: another process would start at CLOCK again.
  const made = await fetch(`${site.url}/api/jobs/digest`, {
    method: "POST",
    headers: { Authorization: `Bearer ${JOB_TOKEN}` },
  });
  expect(await made.text()).toContain("Made daily/2026-03-06/07/UTC");
});

test.afterAll(async () => {
  await site.stop();
});

const papers = (page: Page) => page.getByRole("listitem").filter({ has: page.locator("h2") });

test("the archive and its issues have no accessibility violation, even with hostile titles", async ({
  page,
}) => {
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url)) trouble.push(`foreign: ${request.url()}`);
  });
  for (const address of ["/digest", ISSUE, "/digest/daily/2026-02-26/07/UTC"]) {
    expect((await page.goto(site.url + address))?.status(), address).toBe(200);
    expect(await findFaults(page), address).toEqual([]);
  }
  expect(trouble).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the archive links to issues, issues to papers and neighbours, and the feed is valid", async ({
    page,
  }) => {
    await page.goto(`${site.url}/digest`);
    await expect(page.getByText("No email sent. No new papers")).toBeVisible();
    await page.locator(`a[href="${ISSUE}"]`).click();
    await expect(page).toHaveURL(site.url + ISSUE);
    await expect(page.locator("h1")).toHaveText("Friday, March 6, 2026");
    await expect(papers(page)).toHaveCount(TITLES.length);
    const title = papers(page).getByRole("heading", { name: "<script>alert(1)</script>" });
    await expect(title).toBeVisible();
    await page.getByRole("link", { name: "Previous: " }).click();
    await expect(papers(page)).toHaveText(/An earlier paper/);

    for (const [name, body] of [
      ["RSS", "description"],
      ["Atom", "content"],
    ]) {
      const link = page.getByRole("link", { name, exact: true });
      const address = new URL((await link.getAttribute("href")) ?? "", site.url);
      const text = await (await fetch(address)).text();
      expect(readFeed(text).items.map(({ url }) => url)).toContain(site.url + ISSUE);
      const html = listTexts(text, body ?? "").join();
      expect(html).toMatch(/&lt;script(&gt;|>)alert\(1\)/);
      expect(html).not.toContain("<script");
    }
  });
});
