import { hoursAfter, makeIssue, receiveEmails } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { openSession } from "@tests/sign-in";
import { watchWrites } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { requestSignIn } from "@/features/auth/mutations";
import { createSubscriptionToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { addDays, toUtcDay } from "@/lib/day";
import { POST as confirmAddress } from "./address/confirm/route";
import { GET as download } from "./data/route";
import { POST as deleteData } from "./delete/route";
import { POST as pause } from "./pause/route";
import { POST as savePreferences } from "./preferences/route";
import { POST as resume } from "./resume/route";
import { POST as unsubscribe } from "./unsubscribe/route";

type Route = (request: Request, context: object) => Promise<Response>;
type Sent = { headers?: HeadersInit; json?: boolean };

const CHANGES = { preferences: savePreferences, pause, resume, unsubscribe, delete: deleteData };
const PREFERENCES = {
  rhythm: "weekly",
  weekday: "5",
  hour: "18",
  timeZone: "Asia/Tokyo",
  size: "25",
};

function send(route: Route, fields: Record<string, string>, { headers, json }: Sent = {}) {
  const all = new Headers(headers);
  if (!all.has("sec-fetch-site")) all.set("sec-fetch-site", "same-origin");
  if (json) all.set("accept", "application/json");
  const url = "https://papers.example.org/api/subscription";
  return route(
    new Request(url, { method: "POST", headers: all, body: new URLSearchParams(fields) }),
    {},
  );
}

const createLink = (id = "reader-1", daysAgo = 0) =>
  createSubscriptionToken(
    { id, email: `${id}@example.org` },
    addDays(toUtcDay(now()), -daysAgo),
    env().secret,
  );
const getRow = (id = "reader-1") => db().subscription.findUniqueOrThrow({ where: { id } });

let signInCount = 0;

/** Signs a person in, each time another one unless an address is given. */
async function signIn(email = `person-${++signInCount}@example.org`): Promise<Headers> {
  const { emails } = await receiveEmails();
  await requestSignIn(email, {});
  return openSession(emails[0]);
}

describe("with the signed link", () => {
  test("preferences are stored, and the answer redirects to the page", async () => {
    await makeSubscription();
    const token = createLink();
    const answer = await send(savePreferences, {
      token,
      ...PREFERENCES,
      keywords: "diffusion, robots",
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/subscription/${token}?done=saved`);
    expect(await getRow()).toMatchObject({
      rhythm: "weekly",
      weekday: 5,
      hour: 18,
      timeZone: "Asia/Tokyo",
      size: 25,
      topics: '{"keywords":["diffusion","robots"]}',
    });
  });

  test("a script gets the same as JSON", async () => {
    await makeSubscription();
    const token = createLink();
    const answer = await send(pause, { token }, { json: true });
    expect(await answer.json()).toEqual({
      done: "paused",
      page: `/subscription/${token}?done=paused`,
    });
    expect((await getRow()).pausedUntil).not.toBeNull();
    await send(resume, { token });
    expect((await getRow()).pausedUntil).toBeNull();
  });

  test("the maximum of topics, in letters of three bytes, fits the form", async () => {
    await makeSubscription();
    const list = (first: string) =>
      Array.from({ length: 50 }, (_, index) => first + String(index).padStart(99, "李")).join("\n");
    const fields = { keywords: list("a"), authors: list("b"), organizations: list("c") };
    const answer = await send(savePreferences, {
      token: createLink(),
      ...PREFERENCES,
      ...fields,
      excluded: list("d"),
    });
    expect(answer.status).toBe(303);
  });

  test("an invalid preference gets a sentence, and nothing is stored", async () => {
    await makeSubscription();
    const before = await getRow();
    const answer = await send(
      savePreferences,
      { token: createLink(), ...PREFERENCES, hour: "25" },
      { json: true },
    );
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: "Choose an hour from 0 to 23." });
    expect(await getRow()).toEqual(before);
  });

  test("unsubscribing redirects to the page with a notice, and keeps the preferences", async () => {
    await makeSubscription("reader-1", { hour: 18 });
    const token = createLink();
    const answer = await send(unsubscribe, { token });
    expect(answer.headers.get("location")).toBe(`/subscription/${token}?done=unsubscribed`);
    expect(await getRow()).toMatchObject({ state: "unsubscribed", hour: 18 });
  });

  test("deleting redirects to a page without a token, and the link no longer works", async () => {
    await makeSubscription();
    const token = createLink();
    const answer = await send(deleteData, { token });
    expect(answer.headers.get("location")).toBe("/subscription/deleted");
    expect((await getRow()).state).toBe("deleted");
    for (const [name, route] of Object.entries(CHANGES)) {
      if (name === "delete") continue;
      expect((await send(route, { token, ...PREFERENCES })).status).toBe(404);
    }
    expect((await send(deleteData, { token: createLink() })).status).toBe(303);
    expect((await send(deleteData, { token: createLink("reader-1", 1) })).status).toBe(404);
  });

  test("a second click and a double click on Delete everything succeed, and delete nothing else", async () => {
    await makeSubscription();
    await makeSubscription("reader-2");
    const token = createLink();
    const doubleClick = await Promise.all([
      send(deleteData, { token }),
      send(deleteData, { token }),
    ]);
    const row = await getRow();
    for (const answer of [...doubleClick, await send(deleteData, { token })]) {
      expect(answer.headers.get("location")).toBe("/subscription/deleted");
    }
    expect(await (await send(deleteData, { token }, { json: true })).json()).toEqual({
      done: "deleted",
    });
    expect(await getRow()).toEqual(row);
    expect((await getRow("reader-2")).state).toBe("active");
  });
});

describe("without authorization nothing changes", () => {
  const cases = Object.entries(CHANGES);

  test.each(cases)("%s: an expired, forged, unknown, empty or missing token", async (_, route) => {
    await makeSubscription();
    const forged = createLink().replace("reader-1", "reader-2");
    const wrote = watchWrites();
    const tokens = {
      [createLink("reader-1", 61)]: 403,
      [forged]: 404,
      [createLink("nobody")]: 404,
      "": 404,
    };
    for (const [token, status] of Object.entries(tokens)) {
      expect((await send(route, { token, ...PREFERENCES })).status, token).toBe(status);
    }
    expect((await send(route, PREFERENCES)).status).toBe(401);
    expect(wrote()).toBe(false);
  });

  test.each(cases)("%s: sent from a page of another site", async (_, route) => {
    await makeSubscription();
    const wrote = watchWrites();
    for (const site of ["cross-site", "same-site", "none"]) {
      const headers = { "sec-fetch-site": site };
      expect((await send(route, { token: createLink(), ...PREFERENCES }, { headers })).status).toBe(
        403,
      );
    }
    expect(wrote()).toBe(false);
  });

  test("a change of address: an unknown token gets a sentence", async () => {
    const answer = await send(confirmAddress, { token: "unknown" }, { json: true });
    expect(answer.status).toBe(400);
    expect((await answer.json()).error).toContain("older than 48 hours");
  });
});

describe("signed in", () => {
  test("a subscriber changes their own subscription, and nobody else's", async () => {
    const headers = await signIn("ada@example.org");
    await makeSubscription("ada");
    await makeSubscription("eve");
    const answer = await send(savePreferences, PREFERENCES, { headers });
    expect(answer.headers.get("location")).toBe("/settings?done=saved");
    expect(await getRow("ada")).toMatchObject({ rhythm: "weekly", size: 25 });
    expect(await getRow("eve")).toMatchObject({ rhythm: "daily", size: 10 });
  });

  test("an expired link doesn't fall back to the session", async () => {
    const headers = await signIn("ada@example.org");
    await makeSubscription("ada");
    const answer = await send(unsubscribe, { token: createLink("ada", 61) }, { headers });
    expect(answer.status).toBe(403);
    expect((await getRow("ada")).state).toBe("active");
  });

  test("a second click and a double click on Delete everything succeed", async () => {
    const headers = await signIn("ada@example.org");
    await makeSubscription("ada");
    const doubleClick = await Promise.all([
      send(deleteData, {}, { headers }),
      send(deleteData, {}, { headers }),
    ]);
    for (const answer of [...doubleClick, await send(deleteData, {}, { headers })]) {
      expect(answer.headers.get("location")).toBe("/subscription/deleted");
    }
    expect((await getRow("ada")).state).toBe("deleted");
  });

  test("a deleted subscription isn't mistaken for a new one of the same address", async () => {
    const headers = await signIn("ada@example.org");
    await makeSubscription("ada");
    await send(deleteData, {}, { headers });
    await makeSubscription("ada-2", { email: "ada@example.org" });
    await send(deleteData, {}, { headers });
    expect((await getRow("ada-2")).state).toBe("deleted");
  });

  test("without a subscription the answer is 404", async () => {
    const headers = await signIn();
    expect((await send(savePreferences, PREFERENCES, { headers })).status).toBe(404);
  });
});

describe("the personal data as a file", () => {
  const get = (query: string, headers?: HeadersInit) =>
    download(
      new Request(`https://papers.example.org/api/subscription/data${query}`, { headers }),
      {},
    );

  test("is given to the link and to the session, not cached, and changes nothing", async () => {
    const headers = await signIn("reader-1@example.org");
    await makeSubscription();
    await makeIssue([]);
    const wrote = watchWrites();
    const answers = [await get(`?token=${createLink()}`), await get("", headers)];
    expect(wrote()).toBe(false);
    for (const answer of answers) {
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      expect(answer.headers.get("content-disposition")).toContain("attachment");
      const data = await answer.json();
      expect(data).toMatchObject({
        address: "reader-1@example.org",
        mails: [{ state: "pending" }],
      });
    }
  });

  test("is given to nobody else", async () => {
    await makeSubscription();
    expect((await get("")).status).toBe(401);
    expect((await get("?token=x")).status).toBe(404);
    expect((await get(`?token=${createLink("reader-1", 61)}`)).status).toBe(403);
  });
});

test("changing the secret invalidates all links", async () => {
  await makeSubscription("reader-1", { createdAt: hoursAfter(-1, NOW) });
  const token = createLink();
  useEnv({ ...env(), secret: "another secret of more than thirty-two characters" });
  expect((await send(unsubscribe, { token })).status).toBe(404);
});
