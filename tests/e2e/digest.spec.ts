import { type ParsedMail, simpleParser } from "mailparser";
import { expect, type Page, test } from "playwright/test";
import { createSubscriptionToken } from "@/features/digest/subscription/tokens";
import { type MailServer, startMailServer } from "../mail-server";
import { findFaults } from "./faults";
import { type Site, startSite } from "./site";

let site: Site;
let mailServer: MailServer;
/** While it is pending, the mail server doesn't answer. */
let held: Promise<void> | undefined;

test.beforeAll(async () => {
  mailServer = await startMailServer({
    async afterData() {
      await held;
      return undefined;
    },
  });
  site = await startSite({ SMTP_URL: mailServer.url, CLOCK: "2026-03-05T15:00:00.000Z" });
});

test.afterAll(async () => {
  await site.stop();
  await mailServer.stop();
});

/** Waits until an address has received `count` emails and returns the newest. */
async function waitForEmail(address: string, count = 1): Promise<ParsedMail> {
  const own = () => mailServer.emails.filter(({ to }) => to.includes(address));
  await expect.poll(() => own().length).toBe(count);
  return simpleParser(own()[count - 1]?.raw ?? "");
}

const findLink = ({ text = "" }: ParsedMail): string => /https?:\/\/\S+/.exec(text)?.[0] ?? "";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Subscribes on the page, opens the emailed link, confirms, and opens the preferences. */
async function subscribe(page: Page, address: string): Promise<void> {
  await page.goto(`${site.url}/subscribe`);
  await page.getByLabel("Your email address").fill(address);
  await press(page, "Subscribe");
  await page.goto(findLink(await waitForEmail(address)));
  await press(page, "Subscribe");
  await expect(page.getByRole("heading", { name: "You are subscribed" })).toBeVisible();
  await page.getByRole("link", { name: "Customize your digest" }).click();
  await expect(page.getByRole("heading", { name: "Your digest" })).toBeVisible();
}

async function chooseFridays(page: Page): Promise<void> {
  const day = page.locator("select[name=weekday]");
  await expect(day).toBeHidden();
  await page.getByLabel("Once a week").check();
  await day.selectOption("Friday");
  await page.getByLabel("Hour").selectOption("18:00");
  await page.getByLabel("Keywords").fill("robots, diffusion");
  await press(page, "Save");
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByLabel("Once a week")).toBeChecked();
  await expect(page.getByLabel("Keywords")).toHaveValue("diffusion\nrobots");
}

test("subscribe, set preferences, pause, change address, unsubscribe, return, delete: by links alone", async ({
  page,
}) => {
  test.slow();
  const state = page.getByRole("region", { name: "State" });
  await subscribe(page, "ada@example.org");

  await test.step("the browser's time zone was stored", async () => {
    await expect(state).toContainText("Friday, March 6, 2026 at 07:00 (Asia/Kat");
  });

  await test.step("preferences are stored, and an invalid one gets an error in place", async () => {
    await chooseFridays(page);
    await page.getByLabel("Categories").fill("machine learning");
    await press(page, "Save");
    await expect(page.getByText("isn't a category. Write one like cs.CL")).toBeVisible();
    await expect(page.getByLabel("Categories")).toHaveValue("machine learning");
    await page.getByLabel("Categories").fill("");
  });

  await test.step("a pause, and its end", async () => {
    await press(page, "Pause for 2 weeks");
    await expect(state).toContainText("Paused until Thursday, March 19, 2026. After that");
    await press(page, "Resume now");
    await expect(state).toContainText("next digest arrives on Friday, March 6, 2026 at 18:00");
  });

  await test.step("another address, confirmed from both", async () => {
    const back = page.url();
    await page.getByLabel("Your email address").fill("new@example.org");
    await press(page, "Change address");
    await expect(page.getByText("We’ve sent two emails")).toBeVisible();
    await page.goto(findLink(await waitForEmail("new@example.org")));
    await press(page, "Confirm the change");
    await expect(page.getByRole("heading", { name: "One address confirmed" })).toBeVisible();
    await page.goto(findLink(await waitForEmail("ada@example.org", 2)));
    await press(page, "Confirm the change");
    await expect(page.getByRole("heading", { name: "Your address has changed" })).toBeVisible();
    // A link sent to the old address gives no access any more.
    expect((await page.goto(back))?.status()).toBe(404);
    const [, id = ""] = /subscription\/([\w-]{36})\./.exec(back) ?? [];
    const moved = { id, email: "new@example.org" };
    const token = createSubscriptionToken(moved, "2026-03-05", site.env.SECRET ?? "");
    await page.goto(`${site.url}/subscription/${token}`);
    await expect(state).toContainText("new@example.org");
  });

  await test.step("the personal data is downloaded as a file", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download everything as JSON" }).click();
    expect((await download).suggestedFilename()).toBe("digest-data.json");
  });

  await test.step("unsubscribing, subscribing again, and deleting", async () => {
    await press(page, "Unsubscribe");
    await expect(state).toContainText("You unsubscribed on Thursday, March 5, 2026");
    await press(page, "Subscribe again");
    await expect(state).toContainText("next digest arrives on Friday");
    const link = page.url();
    await page.getByRole("link", { name: "Delete everything…" }).click();
    await press(page, "Delete everything");
    await expect(page.getByRole("heading", { name: "Deleted" })).toBeVisible();
    expect((await page.goto(link))?.status()).toBe(404);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("subscribe and set preferences; a wrong value gets an error page", async ({ page }) => {
    await subscribe(page, "no-script@example.org");
    await expect(page.getByText("March 6, 2026 at 07:00 (UTC)")).toBeVisible();
    await chooseFridays(page);
    await page.getByLabel("Authors").fill("a".repeat(101));
    await press(page, "Save");
    await expect(page.getByText("is too long for the authors")).toBeVisible();
    await page.goBack();
    await press(page, "Unsubscribe");
    await expect(page.getByText("You are unsubscribed.")).toBeVisible();
  });
});

test("the settings of a signed-in person have the same form, and subscribe without an email", async ({
  page,
}) => {
  await page.goto(`${site.url}/settings`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByLabel("Your email address").fill("member@example.org");
  await press(page, "Email me a link");
  await page.goto(findLink(await waitForEmail("member@example.org")));
  await press(page, "Sign in");
  await expect(page).toHaveURL(`${site.url}/settings`);
  // The page's script fills it in. A form that is sent before has the site's time zone.
  await expect(page.locator('input[name="timeZone"]')).not.toHaveValue("");
  await press(page, "Subscribe");
  await expect(page.getByText("You are subscribed.")).toBeVisible();
  await expect(page.getByText("at 07:00 (Asia/Kat")).toBeVisible();
  await chooseFridays(page);
  await page.goto(site.url);
  await page.getByRole("link", { name: "member" }).click();
  await expect(page).toHaveURL(`${site.url}/settings`);
  await press(page, "Sign out");
  await page.goto(`${site.url}/settings`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(mailServer.emails.filter(({ to }) => to.includes("member@example.org"))).toHaveLength(1);
});

test("known, unknown, recently used and bot addresses get the same bytes, before any email is sent", async ({
  page,
}) => {
  await subscribe(page, "known@example.org");
  const emailsBefore = mailServer.emails.length;
  let release = () => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  const ask = async (email: string, accept: string, more: Record<string, string> = {}) => {
    const answer = await fetch(`${site.url}/api/subscriptions`, {
      method: "POST",
      headers: { "Sec-Fetch-Site": "same-origin", Accept: accept },
      body: new URLSearchParams({ email, timeZone: "UTC", website: "", ...more }),
      redirect: "manual",
    });
    const headers = [...answer.headers].filter(([name]) => name !== "date");
    return JSON.stringify([answer.status, headers, await answer.text()]);
  };
  for (const accept of ["application/json", "text/html"]) {
    const answers = [
      await ask("known@example.org", accept),
      await ask("unknown@example.org", accept),
      await ask("unknown@example.org", accept),
      await ask("bot@example.org", accept, { website: "https://spam.example" }),
    ];
    expect(new Set(answers).size, answers.join("\n")).toBe(1);
  }
  expect(mailServer.emails, "answered while the mail server still holds the first").toHaveLength(
    emailsBefore,
  );
  release();
  held = undefined;
  const already = await waitForEmail("known@example.org", 2);
  expect(already.subject).toBe("You're already subscribed to Daily Papers");
  await page.goto(findLink(already));
  await expect(page.getByRole("heading", { name: "Your digest" })).toBeVisible();
  await waitForEmail("unknown@example.org");
  await waitForEmail("bot@example.org", 0);
});

test("an expired link offers a new one, sent once a day", async ({ page }) => {
  await subscribe(page, "late@example.org");
  const link = page.url();
  const id = /subscription\/([\w-]{36})\./.exec(link)?.[1] ?? "";
  const expired = createSubscriptionToken(
    { id, email: "late@example.org" },
    "2025-12-01",
    site.env.SECRET ?? "",
  );
  await page.goto(`${site.url}/subscription/${expired}`);
  await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
  await press(page, "Email me a new link");
  await expect(page.getByText("We’ve emailed you a new link")).toBeVisible();
  await page.goto(findLink(await waitForEmail("late@example.org", 2)));
  await expect(page.getByRole("heading", { name: "Your digest" })).toBeVisible();
});

test("no page of a subscriber scrolls sideways or has an accessibility violation", async ({
  page,
}) => {
  await subscribe(page, "faultless-with-a-rather-long-name-that-has-to-break@example.org");
  const link = page.url();
  for (const address of [link, `${link}?done=saved`, `${link}/delete`]) {
    await page.goto(address);
    const referrer = page.locator('meta[name="referrer"]');
    await expect(referrer, "sent to no other site").toHaveAttribute("content", "same-origin");
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
    expect(await findFaults(page), address).toEqual([]);
  }
});
