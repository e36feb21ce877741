import { receiveEmails } from "@tests/digest";
import { NOW } from "@tests/factories";
import { expectErrors } from "@tests/set-up";
import { createBrowserHeaders, openSession, readLink, readToken } from "@tests/sign-in";
import { readEveryCell } from "@tests/tables";
import { simpleParser } from "mailparser";
import { describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { confirmSignIn, requestSignIn, signOut } from "./mutations";
import { findViewer } from "./viewer";

let number = 0;
/** A new address for each: how many links one was sent is counted for the whole process. */
const newAddress = () => `reader-${++number}@example.org`;

async function askForLink(email = newAddress(), ask: { to?: string; vote?: string } = {}) {
  const { emails } = await receiveEmails();
  await requestSignIn(email, ask);
  return emails[0];
}

describe("asking for a link", () => {
  test("mails one that opens a page of this site, to the address and nobody else", async () => {
    const mail = await askForLink("ada@example.org", { to: "/papers?a=1&b=2", vote: "2603.00001" });
    expect(mail?.to).toEqual(["ada@example.org"]);
    const parsed = await simpleParser(mail?.raw ?? "");
    expect(parsed.subject).toBe("Sign in to Daily Papers");
    const link = await readLink(mail);
    expect(link.origin + link.pathname).toBe("https://papers.example.org/sign-in/confirm");
    expect(link.searchParams.get("to")).toBe("/papers?a=1&b=2");
    expect(link.searchParams.get("vote")).toBe("2603.00001");
    expect(Buffer.byteLength(link.searchParams.get("token") ?? "")).toBeGreaterThanOrEqual(22);
  });

  test("makes no account and opens no session", async () => {
    await askForLink();
    expect(await db().person.count()).toBe(0);
    expect(await db().session.count()).toBe(0);
  });

  test("the clear token is in no column of the database", async () => {
    const token = await readToken(await askForLink());
    expect(await db().verification.count()).toBe(1);
    expect(readEveryCell()).not.toContain(token);
  });

  test("five links an hour to one address, then too_many_requests; others still get theirs", async () => {
    const { emails } = await receiveEmails();
    const email = newAddress();
    for (let time = 1; time <= 5; time += 1) await requestSignIn(email, {});
    await expect(requestSignIn(email, {})).rejects.toMatchObject({
      code: "too_many_requests",
      message: expect.stringMatching(/Try again in 60 minutes\.$/),
    });
    await requestSignIn(newAddress(), {});
    expect(emails).toHaveLength(6);
  });

  test("a mail server that refuses is told as unavailable, without what it said", async () => {
    expectErrors(/the sign-in email was not sent/);
    await receiveEmails({ refuseRecipient: () => ({ code: 550, message: "the inner reason" }) });
    const asked = requestSignIn(newAddress(), {});
    await expect(asked).rejects.toMatchObject({ code: "unavailable" });
    await expect(asked).rejects.not.toThrow("the inner reason");
  });
});

describe("a link", () => {
  test("signs its reader in and makes their account", async () => {
    const email = newAddress();
    const { personId } = await confirmSignIn(await readToken(await askForLink(email)));
    expect(await db().person.findMany({ select: { id: true, email: true } })).toEqual([
      { id: personId, email },
    ]);
  });

  test("leads to the same account the next time", async () => {
    const email = newAddress();
    const first = await confirmSignIn(await readToken(await askForLink(email)));
    const second = await confirmSignIn(await readToken(await askForLink(email)));
    expect(second.personId).toBe(first.personId);
    expect(await db().session.count()).toBe(2);
  });

  test("is good once: of fifty that open it at the same time one gets a session", async () => {
    const token = await readToken(await askForLink());
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

  test.each([
    [9.9, true],
    [10.1, false],
  ])("opened after %f minutes signs in: %s", async (minutes, good) => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    try {
      const token = await readToken(await askForLink());
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
      await askForLink();
      await expect(confirmSignIn(token)).rejects.toMatchObject({ code: "bad_request" });
      expect(await db().session.count()).toBe(0);
    },
  );

  test("what the database keeps of it is no token", async () => {
    await askForLink();
    const { identifier } = await db().verification.findFirstOrThrow();
    await expect(confirmSignIn(identifier)).rejects.toMatchObject({ code: "bad_request" });
  });

  test("sets a cookie that scripts and other sites don't get, over https only", async () => {
    const { cookies } = await confirmSignIn(await readToken(await askForLink()));
    const session = cookies.find((line) => line.includes("session_token"));
    expect(session).toMatch(/^__Secure-/);
    for (const word of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Path=\//i]) {
      expect(session).toMatch(word);
    }
  });
});

describe("signing out", () => {
  test("ends the session for whoever still holds its cookie, and takes that out of the browser", async () => {
    const browser = await openSession(await askForLink());
    expect(await findViewer(browser)).not.toBeNull();
    const cookies = await signOut(browser);
    expect(await findViewer(browser)).toBeNull();
    expect(await db().session.count()).toBe(0);
    expect(cookies.some((line) => /session_token=;.*Max-Age=0/i.test(line))).toBe(true);
    expect(await findViewer(createBrowserHeaders(cookies))).toBeNull();
  });

  test("ends no other session of the same person", async () => {
    const email = newAddress();
    const [phone, desk] = [
      await openSession(await askForLink(email)),
      await openSession(await askForLink(email)),
    ];
    await signOut(phone);
    expect(await findViewer(phone)).toBeNull();
    expect(await findViewer(desk)).toMatchObject({ email });
  });

  test("without a session is no error", async () => {
    await expect(signOut(new Headers())).resolves.toBeInstanceOf(Array);
  });
});
