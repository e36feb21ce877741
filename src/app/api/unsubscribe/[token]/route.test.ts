import { hoursAfter } from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import { watchWrites } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { createUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { GET, POST } from "./route";

const ADDRESS = "https://papers.example.org/api/unsubscribe";
const tokenOf = (id: string) => createUnsubscribeToken(id, env().secret);
const ask = (handle: typeof POST, token: string, init: RequestInit = {}) =>
  handle(new Request(`${ADDRESS}/${token}`, init), { params: Promise.resolve({ token }) });
const post = (token: string, init: RequestInit = {}) =>
  ask(POST, token, { method: "POST", ...init });
const stateOf = async (id: string) =>
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
])("RFC 8058's POST is answered by 200, no redirect, no cookie, no page: %s", async (_, init) => {
  const id = await makeSubscription();
  const answer = await post(tokenOf(id), init);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("location")).toBeNull();
  expect(answer.headers.get("set-cookie")).toBeNull();
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await answer.text()).toBe("You are unsubscribed.\n");
  expect(await stateOf(id)).toBe("unsubscribed");
});

test("again, and of somebody pausing or stopped, it is answered alike", async () => {
  await makeSubscription("paused", { pausedUntil: hoursAfter(100) });
  await makeSubscription("stopped", { state: "stopped" });
  for (const id of ["paused", "paused", "stopped"]) {
    expect((await post(tokenOf(id))).status).toBe(200);
    expect(await stateOf(id)).toBe("unsubscribed");
  }
});

test("GET and HEAD lead to the page that asks, and change nothing", async () => {
  const id = await makeSubscription();
  const wrote = watchWrites();
  for (const method of ["GET", "HEAD"]) {
    const answer = await ask(GET, tokenOf(id), { method });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/unsubscribe/${tokenOf(id)}`);
  }
  expect(wrote()).toBe(false);
});

test("the page's own form is led back to it", async () => {
  const token = tokenOf(await makeSubscription());
  const answer = await post(token, { body: new URLSearchParams({ from: "page" }) });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`/unsubscribe/${token}`);
});

test("forged, of nobody, and of somebody deleted: there is none", async () => {
  await makeSubscription();
  await makeSubscription("gone", { state: "deleted", email: "deleted:gone" });
  const forged = tokenOf("gone").replace("gone", "reader-1");
  for (const token of [forged, tokenOf("nobody"), tokenOf("gone"), "", "x"]) {
    expect((await post(token)).status).toBe(404);
  }
  expect(await stateOf("reader-1")).toBe("active");
  expect(await stateOf("gone")).toBe("deleted");
});
