import { describe, expect, test } from "vitest";
import { computeEtag, isNotModified, respondCacheable, respondIfChanged } from "./cache";

let addresses = 0;
/** Returns an address that no other test has requested. */
const createAddress = () => `https://papers.example.org/kept?${addresses++}`;
const at = (second: string) => new Date(`2026-03-05T10:00:${second}Z`);

const ask = (address: string, body: string, headers: HeadersInit, now: Date) =>
  respondCacheable(new Request(address, { headers }), body, { "Content-Type": "text/plain" }, now);

test("an answer has an ETag, a date, and headers that allow every site to read and cache it", async () => {
  const answer = ask(createAddress(), "text", {}, at("00.400"));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("text");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "text/plain",
    etag: expect.stringMatching(/^W\/"[\w-]{27}"$/),
    "last-modified": "Thu, 05 Mar 2026 10:00:00 GMT",
    "cache-control": "public, max-age=300",
    "access-control-allow-origin": "*",
  });
});

test("an answer without a time has no Last-Modified, and its 304 keeps all but the body's headers", async () => {
  const headers = { "Content-Type": "image/svg+xml", "Cache-Control": "public", Vary: "Accept" };
  const respond = (asked: HeadersInit) =>
    respondIfChanged(new Request(createAddress(), { headers: asked }), { body: "text", headers });
  const answer = respond({ "If-Modified-Since": at("59").toUTCString() });
  expect(answer.status).toBe(200);
  expect(answer.headers.has("last-modified")).toBe(false);
  const etag = answer.headers.get("etag") ?? "";
  const unchanged = respond({ "If-None-Match": etag });
  expect(unchanged.status).toBe(304);
  expect(await unchanged.text()).toBe("");
  expect(Object.fromEntries(unchanged.headers)).toEqual({
    "cache-control": "public",
    vary: "Accept",
    etag,
  });
});

describe("If-None-Match", () => {
  const tag = computeEtag("text");

  test.each([
    ["the tag", tag],
    ["the tag as a strong one", tag.slice(2)],
    ["a list with it", `"other", W/"a,b", ${tag}`],
    ["a list without spaces", `"other",${tag},"another"`],
    ["a star", " * "],
  ])("with %s gets 304 without a body", async (_, tags) => {
    const answer = ask(createAddress(), "text", { "If-None-Match": tags }, at("00"));
    expect(answer.status).toBe(304);
    expect(await answer.text()).toBe("");
    expect(answer.headers.get("etag")).toBe(tag);
  });

  test.each([
    ["another tag", computeEtag("other")],
    ["the tag without its quotes", tag.slice(3, -1)],
    ["a star as a tag", '"*"'],
    ["no tag at all", "nonsense"],
    ["nothing", ""],
  ])("with %s gets the text", (_, tags) => {
    // With If-None-Match, If-Modified-Since doesn't count.
    const headers = { "If-None-Match": tags, "If-Modified-Since": at("59").toUTCString() };
    expect(ask(createAddress(), "text", headers, at("00")).status).toBe(200);
  });

  test("ignores If-Modified-Since, even if that alone would get the text", () => {
    const headers = new Headers({
      "If-None-Match": tag,
      "If-Modified-Since": at("00").toUTCString(),
    });
    expect(isNotModified(headers, { etag: tag, lastModified: at("30") })).toBe(true);
  });
});

describe("If-Modified-Since", () => {
  const since = (second: string) => ({ "If-Modified-Since": at(second).toUTCString() });

  test("gets 304 since the last change of the text; gets the text if earlier or if it isn't a date", () => {
    const address = createAddress();
    ask(address, "text", {}, at("10"));
    expect(ask(address, "text", since("10"), at("30")).status).toBe(304);
    expect(ask(address, "text", since("09"), at("30")).status).toBe(200);
    for (const nonsense of ["yesterday", "2099", "2099-01-01T00:00:00Z", ""]) {
      const headers = { "If-Modified-Since": nonsense };
      expect(ask(address, "text", headers, at("30")).status, nonsense).toBe(200);
    }
  });

  test("gets the text after a change, even in the same second", () => {
    const address = createAddress();
    const first = ask(address, "one", {}, at("10.100")).headers.get("last-modified") ?? "";
    const headers = { "If-Modified-Since": first };
    expect(ask(address, "two", headers, at("10.900")).status).toBe(200);
    expect(ask(address, "one", headers, at("10.950")).status).toBe(200);
  });
});
