import { expectErrors } from "@tests/set-up";
import { beforeEach, expect, test, vi } from "vitest";
import { env, useEnv } from "@/env";
import { AppError } from "@/lib/errors";
import { answerPreflight, publicRead, type ReadResponse, toReadResponse } from "./public-api";

const ask = (headers: Record<string, string> = {}) =>
  new Request("https://papers.example.org/api/x", { headers });

const createReader = (response: ReadResponse) => {
  const handle = publicRead(async () => response);
  return (headers?: Record<string, string>) => handle(ask(headers), {});
};
const failing = (error: unknown) => publicRead(() => Promise.reject(error))(ask(), {});

// Limits count per process and size: each test uses another size, and so starts from zero.
let size = 1000;
beforeEach(() => {
  size += 1;
  useEnv({ ...env(), apiLimit: size });
});

test("other sites' pages may read an answer, and its headers state how many reads are left", async () => {
  const answer = await createReader(toReadResponse([1]))();
  expect(await answer.json()).toEqual([1]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=0, must-revalidate",
    ratelimit: `"api";r=${size - 1};t=300`,
    "ratelimit-policy": `"fixed window";"api";q=${size};w=300`,
  });
  expect(answer.headers.get("access-control-expose-headers")).toContain("Link");
  expect(answer.headers.has("set-cookie")).toBe(false);
});

test("a client that has the answer gets 304 without a body", async () => {
  const get = createReader(toReadResponse({ a: 1 }));
  const etag = (await get()).headers.get("etag") ?? "";
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
  for (const known of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
    const answer = await get({ "if-none-match": known });
    expect(answer.status, known).toBe(304);
    expect(await answer.text()).toBe("");
    expect(answer.headers.get("etag")).toBe(etag);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  }
  expect((await get({ "if-none-match": '"other"' })).status).toBe(200);
  const changed = await createReader(toReadResponse({ a: 2 }))({ "if-none-match": etag });
  expect(changed.status).toBe(200);
});

test("a client's mistake is explained, also to other sites' pages; an internal error is not", async () => {
  expectErrors(/read failed/);
  const mistake = await failing(new AppError("bad_request", "p: must be a whole number."));
  expect(mistake.status).toBe(400);
  expect(await mistake.json()).toEqual({ error: "p: must be a whole number." });
  expect(mistake.headers.get("access-control-allow-origin")).toBe("*");
  expect(mistake.headers.has("ratelimit")).toBe(true);

  const inner = await failing(new Error("password=hunter2"));
  expect(inner.status).toBe(500);
  expect(await inner.text()).not.toContain("hunter2");
  expect(vi.mocked(console.error).mock.calls.join()).toContain("/api/x");
});

test("a client over its limit learns when to try again; other clients are not affected", async () => {
  useEnv({ ...env(), apiLimit: 3 });
  const get = createReader(toReadResponse([]));
  const of = (client: string) => get({ "x-daily-papers-client": client });
  for (const left of [2, 1, 0]) {
    const answer = await of("192.0.2.1");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit")).toMatch(RegExp(`^"api";r=${left};t=\\d+$`));
  }
  const refused = await of("192.0.2.1");
  expect(refused.status).toBe(429);
  expect((await refused.json()).error).toMatch(/Try again in \d+ seconds/);
  expect(refused.headers.get("ratelimit")).toMatch(/^"api";r=0;t=\d+$/);
  expect(refused.headers.get("ratelimit-policy")).toBe('"fixed window";"api";q=3;w=300');
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  expect((await of("192.0.2.2")).status).toBe(200);
});

test("a preflight allows reads and no writes", () => {
  const { status, headers } = answerPreflight();
  expect(status).toBe(204);
  expect(headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
  expect(headers.has("access-control-allow-credentials")).toBe(false);
});
