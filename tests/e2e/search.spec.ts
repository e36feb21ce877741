import { expect, test } from "playwright/test";
import { makeEntry } from "../made-up";
import { type Site, startSite } from "./site";

let site: Site;

test.beforeAll(async () => {
  site = await startSite({ CLOCK: "2026-03-06T12:00:00.000Z" });
  const answer = await site.ingest([
    makeEntry({ id: "2603.00001", title: String.raw`Sparse attention in $\alpha$-Zürich` }),
    makeEntry({ id: "2603.00002", title: "Dense <i>attention</i>", authors: 4 }),
    ...Array.from({ length: 45 }, (_, index) =>
      makeEntry({ id: `2603.${10_000 + index}`, title: `Gravity number ${index}` }),
    ),
  ]);
  expect(answer.status).toBe(200);
});

test.afterAll(async () => {
  await site.stop();
});

test("the page is complete without scripts: highlights, pages, order, filters", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}/papers`);
  await page.getByRole("combobox", { name: "Search papers" }).fill("zurich");
  await page.getByRole("combobox", { name: "Search papers" }).press("Enter");
  await expect(page).toHaveURL(`${site.url}/papers?q=zurich`);
  await expect(page.locator("article h3 mark")).toHaveText(["Zürich"]);
  await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);

  await page.goto(`${site.url}/papers?q=gravity`);
  await expect(page.locator("article")).toHaveCount(20);
  await page.getByRole("link", { name: "Next page" }).click();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.locator("article")).toHaveCount(5);
  await page.getByRole("link", { name: "Most upvoted" }).click();
  await expect(page).toHaveURL(/q=gravity\+sort%3Atop$/);
  await page.getByRole("complementary").getByRole("link", { name: /^2026/ }).click();
  await expect(page.locator("article")).toHaveCount(20);
  await context.close();
});

test("a misspelled word still finds papers, and an empty result suggests what to try", async ({
  page,
}) => {
  await page.goto(`${site.url}/papers?q=atention`);
  await expect(page.getByRole("status").first()).toContainText("Showing results for attention");
  await expect(page.locator("article")).toHaveCount(2);
  await page.goto(`${site.url}/papers?q=${encodeURIComponent("xylophone 🤗")}`);
  await expect(page.getByRole("heading", { name: /No paper matches/ })).toBeVisible();
  const answer = await page.goto(`${site.url}/papers?q=${"attention+".repeat(1_000)}`);
  expect(answer?.status()).toBe(200);
});

test("the search box completes with the keyboard, and / focuses it", async ({ page }) => {
  await page.goto(`${site.url}/papers`);
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Search papers" });
  await expect(box).toBeFocused();
  await box.pressSequentially("author:ada");
  await expect(page.getByRole("option")).not.toHaveCount(0);
  await box.press("ArrowDown");
  await box.press("Enter");
  await expect(box).toHaveValue(/^author:"Ada Author \d" $/);
  await box.press("Enter");
  await expect(page.locator("article")).not.toHaveCount(0);
});

test("a paper's address opens the paper", async ({ page }) => {
  await page.goto(
    `${site.url}/papers?q=${encodeURIComponent("https://arxiv.org/abs/2603.00001v2")}`,
  );
  await expect(page).toHaveURL(`${site.url}/papers/2603.00001`);
});

test("nothing is wider than a small phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const query of ["gravity", "a".repeat(3_000), "xylophone"]) {
    await page.goto(`${site.url}/papers?q=${query}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, query.slice(0, 20)).toBe(360);
  }
});
