import { ingestEntries, makeEntry } from "@tests/factories";
import { beforeEach, expect, test } from "vitest";
import { GET } from "./route";

const getCover = (id: string, headers: HeadersInit = {}) =>
  GET(new Request(`https://papers.example.org/covers/${id}?v=1`, { headers }), {
    params: Promise.resolve({ id: id.split("/") }),
  });

beforeEach(() => ingestEntries([makeEntry({ id: "2603.00001" })]));

test("a cover is an SVG that browsers cache forever and that can't run scripts", async () => {
  const answer = await getCover("2603.00001");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toMatch(/^<svg/);
  expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("a client that has the cover gets 304", async () => {
  const etag = (await getCover("2603.00001")).headers.get("etag") ?? "";
  const answer = await getCover("2603.00001", { "If-None-Match": etag });
  expect(answer.status).toBe(304);
  expect(await answer.text()).toBe("");
});

test("a paper that doesn't exist has no cover", async () => {
  expect((await getCover("2603.99999")).status).toBe(404);
  expect((await getCover("no-id")).status).toBe(404);
});
