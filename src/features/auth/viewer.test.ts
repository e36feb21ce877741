import { receiveEmails } from "@tests/digest";
import { NOW } from "@tests/factories";
import { openSession } from "@tests/sign-in";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { DAY } from "@/lib/duration";
import { requestSignIn } from "./mutations";
import { findViewer, renewViewer } from "./viewer";

let number = 0;

async function signIn(email = `viewer-${++number}@example.org`): Promise<Headers> {
  const { emails } = await receiveEmails();
  await requestSignIn(email, {});
  return openSession(emails[0]);
}

afterEach(() => {
  vi.useRealTimers();
});

describe("the viewer", () => {
  test("is the person who opened the link, named after the address if they have no name", async () => {
    const browser = await signIn("grace@example.org");
    const person = await db().person.findFirstOrThrow();
    expect(await findViewer(browser)).toEqual({
      id: person.id,
      email: "grace@example.org",
      name: "grace",
    });
  });

  test("is null without a cookie", async () => {
    await signIn();
    expect(await findViewer(new Headers())).toBeNull();
    expect(await renewViewer(new Headers())).toEqual({ viewer: null, cookies: [] });
  });

  test.each([
    "theme=dark",
    "__Secure-better-auth.session_token=",
    "__Secure-better-auth.session_token=junk",
    "__Secure-better-auth.session_token=junk.junk",
    "__Secure-better-auth.session_token=%E0%A4%A",
    "better-auth.session_token=junk; __Secure-better-auth.session_data=e30=",
    ";;;===",
  ])("is null with the cookie %j", async (cookie) => {
    await signIn();
    expect(await findViewer(new Headers({ cookie }))).toBeNull();
    expect((await renewViewer(new Headers({ cookie }))).viewer).toBeNull();
  });

  test("is null with the session's token from the database and another signature", async () => {
    const browser = await signIn();
    const { token } = await db().session.findFirstOrThrow();
    const cookie = browser.get("cookie") ?? "";
    expect(cookie).toContain(token);
    const forged = cookie.replace(/(session_token=[^.]+\.).*/, (_, start) => `${start}AAAA`);
    expect(forged).not.toBe(cookie);
    expect(await findViewer(new Headers({ cookie: forged }))).toBeNull();
  });

  test("is null after the account is deleted", async () => {
    const browser = await signIn();
    await db().person.deleteMany();
    expect(await findViewer(browser)).toBeNull();
  });
});

describe("a session", () => {
  test("lasts ninety days unused, and no longer", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const browser = await signIn();
    vi.setSystemTime(NOW.getTime() + 89.9 * DAY);
    expect(await findViewer(browser)).not.toBeNull();
    vi.setSystemTime(NOW.getTime() + 90.1 * DAY);
    expect(await findViewer(browser)).toBeNull();
  });

  test("is prolonged by renewViewer, not by findViewer", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const browser = await signIn();
    const expiry = async () => (await db().session.findFirstOrThrow()).expiresAt.getTime();
    const first = await expiry();
    vi.setSystemTime(NOW.getTime() + 30 * DAY);
    await findViewer(browser);
    expect(await expiry()).toBe(first);
    const { viewer, cookies } = await renewViewer(browser);
    expect(viewer).not.toBeNull();
    expect(cookies.join()).toContain("session_token");
    expect(await expiry()).toBe(first + 30 * DAY);
  });
});
