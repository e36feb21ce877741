import { existsSync, readFileSync } from "node:fs";
import { type ParsedMail, simpleParser } from "mailparser";
import { expect, type Page, test } from "playwright/test";
import { createSampleEntries } from "../../prisma/sample";
import { type MailServer, startMailServer } from "../mail-server";
import { type Site, startSite } from "./site";

const DAY = "2026-02-18";
const recorded = `${process.env.RECORDED_DATA || "../shared/data"}/hf-daily-papers/${DAY}.json`;

type Entry = { paper: { id: string; upvotes?: number; publishedAt: string } };

/** Returns a recorded day if there is one, otherwise the shipped sample's papers of that day. */
function readDay(): Entry[] {
  if (existsSync(recorded)) return JSON.parse(readFileSync(recorded, "utf8"));
  const noon = new Date(`${DAY}T23:00:00.000Z`);
  return createSampleEntries(noon).filter(({ paper }) => paper.submittedOnDailyAt.startsWith(DAY));
}

/** Sorts by upvotes, then newest, then id. Deliberately independent of the code under test. */
function inOrder(entries: Entry[]): string[] {
  const votes = ({ paper }: Entry) => paper.upvotes ?? 0;
  const time = ({ paper }: Entry) => Date.parse(paper.publishedAt);
  return entries
    .toSorted(
      (a, b) => votes(b) - votes(a) || time(b) - time(a) || (a.paper.id < b.paper.id ? -1 : 1),
    )
    .map(({ paper }) => paper.id);
}

const shownIds = (page: Page) =>
  page
    .locator("article h3 > a")
    .evaluateAll((links) =>
      links.map((link) => link.getAttribute("href")?.replace("/papers/", "")),
    );

let site: Site;
let mailServer: MailServer;

test.beforeAll(async () => {
  mailServer = await startMailServer();
  site = await startSite({ SMTP_URL: mailServer.url, CLOCK: `${DAY}T15:00:00.000Z` });
});

test.afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

async function waitForEmail(count: number): Promise<ParsedMail> {
  await expect.poll(() => mailServer.emails.length).toBe(count);
  return simpleParser(mailServer.emails[count - 1]?.raw ?? "");
}

const findLink = ({ text = "" }: ParsedMail): string => /https?:\/\/\S+/.exec(text)?.[0] ?? "";

test("from end to end: ingest, read, sign in, upvote, subscribe, digest, unsubscribe", async ({
  page,
  browser,
}) => {
  test.slow();
  const entries = readDay();
  const [first = "", second = ""] = inOrder(entries);
  const voteButton = page.locator(`form[data-paper="${first}"] button`);
  const readCount = async () => Number(((await voteButton.textContent()) ?? "").replace(/\D/g, ""));

  await test.step("a new site shows its sample, with a notice", async () => {
    await page.goto(site.url);
    await expect(page.getByText("This is a sample")).toBeVisible();
  });

  await test.step("an ingested day replaces it, in order, although it came after the build", async () => {
    const answer = await site.ingest(entries);
    expect(await answer.json()).toEqual({
      created: entries.length,
      updated: 0,
      unchanged: 0,
      rejected: [],
    });
    await page.goto(site.url);
    await expect(page.getByRole("heading", { level: 2, name: "February 18, 2026" })).toBeVisible();
    await expect(page.getByText("This is a sample")).toHaveCount(0);
    expect(await shownIds(page)).toEqual(inOrder(entries));
  });

  await test.step("signed out, an upvote leads to sign-in and is cast on return", async () => {
    await page.goto(`${site.url}/papers/date/${DAY}`);
    const before = await readCount();
    await voteButton.click();
    await page.getByLabel("Your email address").fill("Reader@Example.org");
    await page.getByRole("button", { name: "Email me a link" }).click();
    await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
    await page.goto(findLink(await waitForEmail(1)));
    await page.getByRole("button", { name: "Sign in and upvote" }).dblclick();
    await expect(page).toHaveURL(`${site.url}/papers/date/${DAY}`);
    await expect(voteButton).toHaveAttribute("aria-pressed", "true");
    expect(await readCount()).toBe(before + 1);
  });

  await test.step("a click removes the vote, another casts it again, and a reload keeps it", async () => {
    const count = await readCount();
    await voteButton.click();
    await expect(voteButton).toHaveAttribute("aria-pressed", "false");
    const cast = page.waitForResponse((answer) => answer.request().method() === "PUT");
    await voteButton.click();
    await expect(voteButton).toHaveAttribute("aria-pressed", "true");
    await cast;
    await page.reload();
    await expect(voteButton).toHaveAttribute("aria-pressed", "true");
    expect(await readCount()).toBe(count);

    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${site.url}/papers/date/${DAY}`);
    const seen = stranger.locator(`form[data-paper="${first}"] button`);
    await expect(seen).toHaveText(String(count));
    await expect(seen).toHaveAttribute("aria-pressed", "false");
    await stranger.context().close();
  });

  await test.step("the last of several clicks counts, also while an earlier one is being sent", async () => {
    const count = await readCount();
    await page.route("**/api/papers/*/upvote", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    const removed = page.waitForResponse((answer) => answer.request().method() === "DELETE");
    await voteButton.click();
    await expect(voteButton).toHaveAttribute("aria-pressed", "false");
    const cast = page.waitForResponse((answer) => answer.request().method() === "PUT");
    await voteButton.click();
    await expect(voteButton).toHaveAttribute("aria-pressed", "true");
    await removed;
    await cast;
    await page.unrouteAll({ behavior: "wait" });
    await page.reload();
    await expect(voteButton).toHaveAttribute("aria-pressed", "true");
    expect(await readCount()).toBe(count);
  });

  await test.step("a double click is one vote", async () => {
    const doubled = page.locator(`form[data-paper="${second}"] button`);
    const before = Number(await doubled.textContent());
    await doubled.dblclick();
    await expect(doubled).toHaveAttribute("aria-pressed", "true");
    await page.reload();
    await expect(doubled).toHaveAttribute("aria-pressed", "true");
    await expect(doubled).toHaveText(String(before + 1));
    await doubled.dblclick();
    await expect(doubled).toHaveAttribute("aria-pressed", "false");
    await page.reload();
    await expect(doubled).toHaveText(String(before));
  });

  await test.step("a vote that the server refuses is undone visibly", async () => {
    const refused = page.locator(`form[data-paper="${second}"]`);
    await page.route("**/api/papers/*/upvote", (route) => route.fulfill({ status: 503 }));
    await refused.getByRole("button").click();
    await expect(refused.getByText("Vote not saved")).toBeVisible();
    await expect(refused.getByRole("button")).toHaveAttribute("aria-pressed", "false");
    await page.unrouteAll();
  });

  await test.step("if the session has ended, the vote leads to the page that confirms it", async () => {
    await page.route("**/api/papers/*/upvote", (route) => route.fulfill({ status: 401 }));
    await page.locator(`form[data-paper="${second}"] button`).click();
    await expect(page.getByRole("heading", { name: "Upvote this paper?" })).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("link", { name: "Back" }).click();
    await expect(page).toHaveURL(`${site.url}/papers/date/${DAY}`);
  });

  await test.step("subscribing takes an emailed link and a button", async () => {
    const banner = page.getByRole("region", { name: "Get the day’s top papers" });
    await banner.getByLabel("Your email address").fill("subscriber@example.org");
    await banner.getByRole("button", { name: "Subscribe" }).click();
    await expect(banner.getByText("We’ve emailed you a confirmation link")).toBeVisible();
    await page.goto(findLink(await waitForEmail(2)));
    await page.getByRole("button", { name: "Subscribe" }).click();
    await expect(page.getByRole("heading", { name: "You are subscribed" })).toBeVisible();
  });

  const digest = (at: string) =>
    site.run(["src/jobs/run.ts", "digest"], { env: { CLOCK: `${at}.000Z` } });

  const issue = await test.step("the complete digest arrives once", async () => {
    const early = await digest(`${DAY}T16:00:00`);
    expect(early.output).toContain("The next edition");
    // In the browser's zone, 07:00 of the 19th has passed, and no later edition is due.
    expect(await digest("2026-02-19T18:30:00")).toMatchObject({ code: 0 });
    const received = await waitForEmail(3);
    expect(mailServer.emails[2]?.to).toEqual(["subscriber@example.org"]);
    expect(received.subject).toContain(`and ${Math.min(10, entries.length) - 1} more`);
    expect(received.text).toContain(`${site.url}/papers/${first}`);
    expect(received.html).toContain(`${site.url}/papers/${first}`);
    expect(received.messageId).toMatch(/^<digest\.[0-9a-f]{32}@localhost>$/);
    expect(received.headers.get("list")).toMatchObject({
      "unsubscribe-post": { name: "List-Unsubscribe=One-Click" },
    });
    expect((await digest("2026-02-19T18:31:00")).output).toContain("Nothing is due.");
    expect(mailServer.emails).toHaveLength(3);
    return received;
  });

  await test.step("a GET of its links changes nothing; one POST unsubscribes", async () => {
    const raw = mailServer.emails[2]?.raw.toString() ?? "";
    const oneClick = /List-Unsubscribe: <(\S+?)>/.exec(raw.replaceAll(/\r\n\s+/g, " "))?.[1] ?? "";
    await page.goto(oneClick);
    await expect(page.getByRole("heading", { name: "Unsubscribe?" })).toBeVisible();
    expect(issue.text).toContain(page.url());

    const answer = await fetch(oneClick, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
      redirect: "error",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("set-cookie")).toBeNull();
    await page.reload();
    await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
  });

  await test.step("the next day's digest has papers but no subscribers", async () => {
    const later = {
      paper: {
        id: "2602.99999",
        title: "A made-up paper of the next day",
        publishedAt: "2026-02-18T00:00:00.000Z",
        submittedOnDailyAt: "2026-02-19T19:00:00.000Z",
      },
    };
    const clock = { CLOCK: "2026-02-19T20:00:00.000Z" };
    const ingested = await site.run(["src/cli/ingest.ts", "-"], {
      env: clock,
      input: JSON.stringify([later]),
    });
    expect(ingested).toMatchObject({ code: 0 });
    const next = await digest("2026-02-20T18:30:00");
    expect(next.output).toContain(
      "Made daily/2026-02-20/07/UTC, with no emails to send. Nobody was subscribed to this edition.",
    );
    expect(mailServer.emails).toHaveLength(3);
  });
});
