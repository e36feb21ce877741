import Sqlite from "better-sqlite3";
import { expect, type Page, test } from "playwright/test";
import { seedIssue } from "../issue-rows";
import { NASTY } from "../nasty-titles";
import { assertWellFormed } from "../read-feed";
import { faultsOf } from "./faults";
import { type Site, startSite } from "./site";

let site: Site;

const ISSUE = "/digest/daily/2026-03-05/07/UTC";
const LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(12);
const TITLES = [...NASTY, LONG];

test.beforeAll(async () => {
  site = await startSite({ CLOCK: "2026-03-06T12:00:00.000Z" });
  const database = new Sqlite((site.env.DATABASE_URL ?? "").replace("file:", ""));
  seedIssue(database, "2026-02-27", ["An earlier paper"]);
  seedIssue(database, "2026-03-05", TITLES);
  seedIssue(database, "2026-03-06", []);
  database.close();
});

test.afterAll(async () => {
  await site.stop();
});

const papers = (page: Page) => page.getByRole("listitem").filter({ has: page.locator("h2") });

test("the archive and its issues have no fault that can be found by itself, whatever titles hold", async ({
  page,
}) => {
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url)) trouble.push(`foreign: ${request.url()}`);
  });
  for (const address of ["/digest", ISSUE, "/digest/daily/2026-03-06/07/UTC"]) {
    expect((await page.goto(site.url + address))?.status(), address).toBe(200);
    expect(await faultsOf(page), address).toEqual([]);
  }
  expect(trouble).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("from the archive to an issue, its papers and its neighbours, and to what a feed reader takes", async ({
    page,
  }) => {
    await page.goto(`${site.url}/digest`);
    await expect(page.getByText("No mail. No paper is new here")).toBeVisible();
    await page.locator(`a[href="${ISSUE}"]`).click();
    await expect(page).toHaveURL(site.url + ISSUE);
    await expect(page.locator("h1")).toHaveText("Thursday, March 5, 2026");
    await expect(papers(page)).toHaveCount(TITLES.length);
    await expect(papers(page).nth(2).locator("h2")).toHaveText(NASTY[2] ?? "");
    await page.getByRole("link", { name: "Previous: " }).click();
    await expect(papers(page)).toHaveText(/An earlier paper/);

    for (const name of ["RSS", "Atom"]) {
      const address = await page.getByRole("link", { name, exact: true }).getAttribute("href");
      const feed = await (await fetch(new URL(address ?? "", site.url))).text();
      assertWellFormed(feed);
      expect(feed).toContain(site.url + ISSUE);
      expect(feed).not.toContain("<script");
    }
  });
});
