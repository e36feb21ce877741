import { hoursAfter } from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import { watchWrites } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { createUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { GET, POST } from "./route";

const ADDRESS = "https://papers.example.org/api/unsubscribe";
const createToken = (id: string) => createUnsubscribeToken(id, env().secret);
const send = (handle: typeof POST, token: string, init: RequestInit = {}) =>
  handle(new Request(`${ADDRESS}/${token}`, init), { params: Promise.resolve({ token }) });
const post = (token: string, init: RequestInit = {}) =>
  send(POST, token, { method: "POST", ...init });
const getState = async (id: string) =>
  (await db().subscription.findUniqueOrThrow({ where: { id } })).state;

const multipart = new FormData();
multipart.set("List-Unsubscribe", "One-Click");

test.each<[string, RequestInit]>([
  ["form-urlencoded", { body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) }],
  ["multipart", { body: multipart }],
  ["no body", {}],
  ["broken JSON", { body: "{", headers: { "Content-Type": "application/json" } }],
  ["a body too large", { body: "x".repeat(100_000) }],
  ["another site's page", { headers: { "Sec-Fetch-Site": "cross-site", Cookie: "a=b" } }],
])("RFC 8058's POST gets 200 without a redirect, a cookie or a page: %s", async (_, init) => {
  const id = await makeSubscription();
  const answer = await post(createToken(id), init);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("location")).toBeNull();
  expect(answer.headers.get("set-cookie")).toBeNull();
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await answer.text()).toBe("You are unsubscribed.\n");
  expect(await getState(id)).toBe("unsubscribed");
});

test("a repeated POST, and one for a paused or stopped subscription, gets the same answer", async () => {
  await makeSubscription("paused", { pausedUntil: hoursAfter(100) });
  await makeSubscription("stopped", { state: "stopped" });
  for (const id of ["paused", "paused", "stopped"]) {
    expect((await post(createToken(id))).status).toBe(200);
    expect(await getState(id)).toBe("unsubscribed");
  }
});

test("GET and HEAD redirect to the page with the button, and change nothing", async () => {
  const id = await makeSubscription();
  const wrote = watchWrites();
  for (const method of ["GET", "HEAD"]) {
    const answer = await send(GET, createToken(id), { method });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/unsubscribe/${createToken(id)}`);
  }
  expect(wrote()).toBe(false);
});

test("the page's own form is redirected back to it", async () => {
  const token = createToken(await makeSubscription());
  const answer = await post(token, { body: new URLSearchParams({ from: "page" }) });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`/unsubscribe/${token}`);
});

test("a forged, unknown or deleted subscription's token gets 404", async () => {
  await makeSubscription();
  await makeSubscription("gone", { state: "deleted", email: "deleted:gone" });
  const forged = createToken("gone").replace("gone", "reader-1");
  for (const token of [forged, createToken("nobody"), createToken("gone"), "", "x"]) {
    expect((await post(token)).status).toBe(404);
  }
  expect(await getState("reader-1")).toBe("active");
  expect(await getState("gone")).toBe("deleted");
});
