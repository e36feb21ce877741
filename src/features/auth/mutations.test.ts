import { receiveEmails } from "@tests/digest";
import { NOW } from "@tests/factories";
import { expectErrors } from "@tests/set-up";
import { createBrowserHeaders, openSession, readLink, readToken } from "@tests/sign-in";
import { readEveryCell } from "@tests/tables";
import { simpleParser } from "mailparser";
import { describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { confirmSignIn, requestSignIn, signOut } from "./mutations";
import { findViewer } from "./viewer";

let number = 0;
const createAddress = () => `person-${++number}@example.org`;

async function requestLink(email = createAddress(), ask: { to?: string; vote?: string } = {}) {
  const { emails } = await receiveEmails();
  await requestSignIn(email, ask);
  return emails[0];
}

test.each(["info@xn--e1afmkfd.xn--p1ai", "r&d/lab!1#2=3@example.org"])(
  "%s can sign in, twice",
  async (address) => {
    for (const time of [1, 2]) {
      const email = await requestLink(address);
      expect(email?.raw, `time ${time}`).toContain(`To: ${address}\r\n`);
      expect(await findViewer(await openSession(email))).toMatchObject({ email: address });
    }
    expect(await db().person.count()).toBe(1);
  },
);

describe("requesting a link", () => {
  test("emails a link to a page of this site, to that address only", async () => {
    const email = await requestLink("ada@example.org", {
      to: "/papers?a=1&b=2",
      vote: "2603.00001",
    });
    expect(email?.to).toEqual(["ada@example.org"]);
    const parsed = await simpleParser(email?.raw ?? "");
    expect(parsed.subject).toBe("Sign in to Daily Papers");
    const link = await readLink(email);
    expect(link.origin + link.pathname).toBe("https://papers.example.org/sign-in/confirm");
    expect(link.searchParams.get("to")).toBe("/papers?a=1&b=2");
    expect(link.searchParams.get("vote")).toBe("2603.00001");
    expect(Buffer.byteLength(link.searchParams.get("token") ?? "")).toBeGreaterThanOrEqual(22);
  });

  test("creates no account and opens no session", async () => {
    await requestLink();
    expect(await db().person.count()).toBe(0);
    expect(await db().session.count()).toBe(0);
  });

  test("stores the token in no column in clear text", async () => {
    const token = await readToken(await requestLink());
    expect(await db().verification.count()).toBe(1);
    expect(readEveryCell()).not.toContain(token);
  });

  test("is unavailable when the mail server refuses the email; its answer stays in the log", async () => {
    expectErrors(/the sign-in email was not sent/);
    await receiveEmails({ refuseRecipient: () => ({ code: 550, message: "the inner reason" }) });
    const asked = requestSignIn(createAddress(), {});
    await expect(asked).rejects.toMatchObject({ code: "unavailable" });
    await expect(asked).rejects.not.toThrow("the inner reason");
  });
});

describe("a link", () => {
  test("signs in and creates the account", async () => {
    const email = createAddress();
    const { personId } = await confirmSignIn(await readToken(await requestLink(email)));
    expect(await db().person.findMany({ select: { id: true, email: true } })).toEqual([
      { id: personId, email },
    ]);
  });

  test("signs in although CLOCK is set to the past: better-auth goes by the system's time", async () => {
    useEnv({ ...env(), clock: "2026-02-18T15:00:00.000Z" });
    const token = await readToken(await requestLink());
    const { cookies } = await confirmSignIn(token);
    const viewer = await findViewer(createBrowserHeaders(cookies));
    expect(viewer).not.toBeNull();
    expect((await confirmSignIn(token, { viewer })).personId).toBe(viewer?.id);
  });

  test("signs in to the same account the next time", async () => {
    const email = createAddress();
    const first = await confirmSignIn(await readToken(await requestLink(email)));
    const second = await confirmSignIn(await readToken(await requestLink(email)));
    expect(second.personId).toBe(first.personId);
    expect(await db().session.count()).toBe(2);
  });

  test("works once: of fifty uses at the same time, one opens a session", async () => {
    const token = await readToken(await requestLink());
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => confirmSignIn(token)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().session.count()).toBe(1);
    await expect(confirmSignIn(token)).rejects.toMatchObject({ code: "bad_request" });
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason.code).toBe("bad_request");
    }
  });

  test("opens one session for a form that a double click or a slow reload sends again", async () => {
    const token = await readToken(await requestLink());
    const confirm = () => confirmSignIn(token, { formId: "form-1" });
    const answers = [...(await Promise.all([confirm(), confirm()])), await confirm()];
    expect(new Set(answers.map(({ cookies }) => cookies.join())).size).toBe(1);
    expect(await db().session.count()).toBe(1);
    const viewer = await findViewer(createBrowserHeaders(answers[2]?.cookies ?? []));
    expect(viewer?.id).toBe(answers[0]?.personId);
  });

  test("that was used fails on another page, and without a session", async () => {
    const token = await readToken(await requestLink());
    await confirmSignIn(token, { formId: "form-1" });
    for (const formId of [undefined, "", "form-2"]) {
      await expect(confirmSignIn(token, { formId })).rejects.toMatchObject({ code: "bad_request" });
    }
    expect(await db().session.count()).toBe(1);
  });

  test("can be opened again by the person who used it, signed in in this browser", async () => {
    const email = createAddress();
    const token = await readToken(await requestLink(email));
    const { personId, cookies } = await confirmSignIn(token, { formId: "form-1" });
    const viewer = await findViewer(createBrowserHeaders(cookies));
    const again = await confirmSignIn(token, { formId: "form-2", viewer });
    expect(again).toEqual({ personId, cookies: [] });
    expect(await db().session.count()).toBe(1);
  });

  test("that somebody else used isn't accepted from a signed-in person", async () => {
    const token = await readToken(await requestLink());
    await confirmSignIn(token);
    const { personId } = await confirmSignIn(await readToken(await requestLink()));
    await expect(confirmSignIn(token, { viewer: { id: personId } })).rejects.toMatchObject({
      code: "bad_request",
    });
  });

  test("that is new signs in to its own account, whoever is signed in", async () => {
    const { personId } = await confirmSignIn(await readToken(await requestLink()));
    const token = await readToken(await requestLink());
    const other = await confirmSignIn(token, { viewer: { id: personId } });
    expect(other.personId).not.toBe(personId);
    expect(other.cookies.join()).toContain("session_token");
  });

  test.each([
    [9.9, true],
    [10.1, false],
  ])("opened after %f minutes signs in: %s", async (minutes, good) => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    try {
      const token = await readToken(await requestLink());
      vi.setSystemTime(NOW.getTime() + minutes * 60_000);
      const confirmed = confirmSignIn(token);
      if (good) await expect(confirmed).resolves.toHaveProperty("personId");
      else await expect(confirmed).rejects.toMatchObject({ code: "bad_request" });
      expect(await db().session.count()).toBe(good ? 1 : 0);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each(["", "unknown", "a".repeat(5000), "%00", "' OR 1=1 --"])(
    "with the made-up token %j is a bad request",
    async (token) => {
      await requestLink();
      await expect(confirmSignIn(token)).rejects.toMatchObject({ code: "bad_request" });
      expect(await db().session.count()).toBe(0);
    },
  );

  test("can't be replaced by what the database stores of it", async () => {
    await requestLink();
    const { identifier } = await db().verification.findFirstOrThrow();
    await expect(confirmSignIn(identifier)).rejects.toMatchObject({ code: "bad_request" });
  });

  test("sets a cookie that is hidden from scripts and other sites, over https only", async () => {
    const { cookies } = await confirmSignIn(await readToken(await requestLink()));
    const session = cookies.find((line) => line.includes("session_token"));
    expect(session).toMatch(/^__Secure-/);
    for (const word of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Path=\//i]) {
      expect(session).toMatch(word);
    }
  });
});

describe("signing out", () => {
  test("ends the session, also for a copy of its cookie, and deletes the cookie", async () => {
    const browser = await openSession(await requestLink());
    expect(await findViewer(browser)).not.toBeNull();
    const cookies = await signOut(browser);
    expect(await findViewer(browser)).toBeNull();
    expect(await db().session.count()).toBe(0);
    expect(cookies.some((line) => /session_token=;.*Max-Age=0/i.test(line))).toBe(true);
    expect(await findViewer(createBrowserHeaders(cookies))).toBeNull();
  });

  test("ends no other session of the same person", async () => {
    const email = createAddress();
    const [phone, desk] = [
      await openSession(await requestLink(email)),
      await openSession(await requestLink(email)),
    ];
    await signOut(phone);
    expect(await findViewer(phone)).toBeNull();
    expect(await findViewer(desk)).toMatchObject({ email });
  });

  test("does nothing without a session", async () => {
    await expect(signOut(new Headers())).resolves.toBeInstanceOf(Array);
  });
});
