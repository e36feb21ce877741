import { get, post, readNotice, signIn, signInAsAdmin } from "@tests/admin";
import { makeIssue } from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { GET as unknownGet, POST as unknownPost } from "@/app/api/[[...path]]/route";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { listStopGroups } from "@/features/digest/admin/queries-subscribers";
import { GET as previewedEmail } from "./digest/mail/route";
import { POST as pause } from "./digest/pause/route";
import { POST as resolve } from "./digest/resolve/route";
import { GET as run } from "./digest/run/route";
import { POST as stops } from "./digest/stops/route";
import { POST as subscribe, GET as subscribers } from "./digest/subscribers/route";
import { POST as testEmail } from "./digest/test/route";

const SITE = "https://papers.example.org";
const PAPER = { id: "2603.00001", title: "<i>One</i>", byline: "Ada", excerpt: "…", upvotes: 1 };

const reads = { run, previewedEmail, subscribers };
const writes = { resolve, pause, stops, test: testEmail, subscribers: subscribe };

describe("anyone but an admin", () => {
  test.each(["nobody", "another person", "a person whose address isn't verified"])(
    "%s gets the answer of an unknown address, and changes nothing",
    async (who) => {
      useEnv({ ...env(), adminEmails: ["olga@example.org"] });
      const email = who === "another person" ? "eve@example.org" : "olga@example.org";
      const browser = who === "nobody" ? new Headers() : (await signIn(email)).browser;
      await db().person.updateMany({ data: { emailVerified: who === "another person" } });
      await makeSubscription("full", { state: "stopped" });
      const unknown = {
        get: await get(unknownGet, browser),
        post: await post(unknownPost, browser),
      };
      const [getBody, postBody] = [await unknown.get.text(), await unknown.post.text()];
      for (const [name, handle] of Object.entries(reads)) {
        const answer = await get(handle, browser);
        expect([answer.status, await answer.text()], name).toEqual([404, getBody]);
      }
      for (const [name, handle] of Object.entries(writes)) {
        for (const origin of ["same-origin", "cross-site"]) {
          const answer = await post(handle, browser, { id: "full" }, origin);
          expect([answer.status, await answer.text()], name).toEqual([404, postBody]);
        }
      }
      expect(await db().subscription.findFirst()).toMatchObject({ state: "stopped" });
    },
  );

  test("there is no admin while ADMIN_EMAILS is empty", async () => {
    const { browser } = await signIn("olga@example.org");
    expect((await get(run, browser)).status).toBe(404);
  });
});

describe("the admin", () => {
  test("is refused if a page of another site sends the form", async () => {
    const { browser } = await signInAsAdmin();
    await makeSubscription("full", { state: "stopped" });
    for (const [name, handle] of Object.entries(writes)) {
      expect((await post(handle, browser, { id: "full" }, "cross-site")).status, name).toBe(403);
    }
    expect(await db().subscription.findFirst()).toMatchObject({ state: "stopped" });
  });

  test("undoes the stops of a bad day together, but neither complaints nor other days and causes", async () => {
    const { browser } = await signInAsAdmin();
    const stop = { state: "stopped", stoppedBy: "refused", stopAnswer: "550 no" } as const;
    const bad = { ...stop, stoppedAt: new Date("2026-03-05T23:59:59.999Z") };
    for (let index = 0; index < 20; index += 1) await makeSubscription(`r${index}`, bad);
    await makeSubscription("before", { ...stop, stoppedAt: new Date("2026-03-04T23:59:59.999Z") });
    await makeSubscription("after", { ...stop, stoppedAt: new Date("2026-03-06T00:00:00Z") });
    await makeSubscription("complained", { ...bad, stoppedBy: "complained" });
    await makeSubscription("bounced", { ...bad, stoppedBy: "bounced" });
    await makeSubscription("left", { ...bad, state: "unsubscribed" });
    expect(await listStopGroups()).toEqual([
      { cause: "refused", day: "2026-03-05", count: 20, answer: "550 no" },
    ]);
    const form = { cause: "refused", day: "2026-03-05" };
    expect(readNotice(await post(stops, browser, form))).toBe("Resumed emails to 20 subscribers.");
    expect(readNotice(await post(stops, browser, form))).toBe("Resumed emails to 0 subscribers.");
    const active = await db().subscription.findMany({ where: { state: "active" } });
    expect(active.map(({ id }) => id).filter((id) => !/^r\d/.test(id))).toEqual([]);
    expect(active).toHaveLength(20);
    expect(active[0]).toMatchObject({ stoppedAt: null, stoppedBy: null, stopAnswer: null });
    expect(await listStopGroups()).toEqual([]);
    for (const wrong of [
      { cause: "complained", day: "2026-03-05" },
      { cause: "refused", day: "yesterday" },
    ]) {
      expect((await post(stops, browser, wrong)).status).toBe(400);
    }
    expect(await db().subscription.count({ where: { state: "active" } })).toBe(20);
  });

  test("sees the progress, undoes a stop, ends a pause", async () => {
    const { browser } = await signInAsAdmin();
    await makeSubscription("full", { state: "stopped" });
    const until = new Date(Date.now() + 60 * 60_000);
    await db().sender.create({ data: { name: "digest", pausedUntil: until, pauseReason: "why" } });
    expect(await (await get(run, browser)).json()).toMatchObject({ paused: { reason: "why" } });
    const undone = await post(stops, browser, { id: "full" });
    expect(undone.status).toBe(303);
    expect(readNotice(undone)).toMatch(/gets the digest again/);
    expect(readNotice(await post(stops, browser, { id: "full" }))).toMatch(/isn't stopped/);
    expect(readNotice(await post(pause, browser))).toMatch(/no longer paused/);
    expect(await (await get(run, browser)).json()).toMatchObject({ paused: null });
  });

  test("resolves uncertain deliveries; an unreadable form changes nothing", async () => {
    const { browser } = await signInAsAdmin();
    for (const id of ["a", "b"]) await makeSubscription(id);
    const { edition } = await makeIssue([PAPER]);
    await db().delivery.updateMany({ data: { state: "unknown", readyAt: null } });
    expect((await post(resolve, browser, { edition, subscription: "a" })).status).toBe(400);
    expect((await post(resolve, browser, { edition: "none", decision: "sent" })).status).toBe(400);
    expect(await db().delivery.count({ where: { state: "unknown" } })).toBe(2);
    const one = await post(resolve, browser, { edition, subscription: "a", decision: "resend" });
    expect(readNotice(one)).toBe("Will be sent again: 1 email.");
    const all = await post(resolve, browser, { edition, decision: "sent" });
    expect(readNotice(all)).toBe("Counted as sent: 1 email.");
    expect(new URL(all.headers.get("location") ?? "", SITE).pathname).toBe(
      `/admin/digest/issues/${edition}`,
    );
  });

  test("previews an email that can do nothing", async () => {
    const { browser } = await signInAsAdmin();
    expect((await get(previewedEmail, browser)).status).toBe(404);
    const { edition } = await makeIssue([PAPER]);
    const answer = await get(previewedEmail, browser, `?issue=${edition}&scheme=dark`);
    expect(answer.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    );
    expect(await answer.text()).toContain("&lt;i&gt;One&lt;/i&gt;");
    expect((await get(previewedEmail, browser, "?issue=daily/2000-01-01/07/UTC")).status).toBe(404);
    expect((await get(previewedEmail, browser, "?selection=none")).status).toBe(404);
  });

  test("sends a test email to themselves; it is no delivery and has no subscriber's links", async () => {
    const { email, browser, server } = await signInAsAdmin();
    await makeSubscription("a");
    await makeIssue([PAPER]);
    const before = await db().delivery.findMany();
    const answer = await post(testEmail, browser);
    expect(readNotice(answer)).toMatch(/^Test email sent to olga-\d+@example\.org\..*250.*taken/);
    expect(server.emails.map(({ to }) => to)).toEqual([[email]]);
    const { subject, text } = await simpleParser(server.emails[0]?.raw ?? "");
    expect(subject).toMatch(/^Test: /);
    expect(text).toContain(`${SITE}/admin/digest/test`);
    expect(text).not.toContain("/unsubscribe");
    expect(await db().delivery.findMany()).toEqual(before);
  });

  test("sees the answer of a mail server that refuses the test email; the eleventh in an hour is refused", async () => {
    const message = "<script>alert(1)</script> no such user";
    const refuse = { on: false };
    const { browser } = await signInAsAdmin({
      refuseRecipient: () => (refuse.on ? { code: 550, message } : undefined),
    });
    refuse.on = true;
    await makeIssue([PAPER]);
    const answers = [];
    for (let tries = 0; tries < 11; tries += 1) answers.push(await post(testEmail, browser));
    expect(readNotice(answers[0] ?? new Response())).toMatch(
      /could not be sent\..*550.*no such user/,
    );
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(303), 429]);
    expect(answers.at(-1)?.headers.get("retry-after")).toMatch(/^\d+$/);
  });
});
