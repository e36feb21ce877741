import { redirects, respondsWith, status } from "@tests/misbehaviours";
import { type SourceServer, startSourceServer } from "@tests/source-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseRetryAfter } from "@/lib/http/retry-after";
import { type FetchRules, fetchText } from "./fetch";
import { isPublicAddress, type Resolve } from "./public-address";

const NOW = new Date("2026-03-05T15:00:00Z");
let server: SourceServer;
beforeEach(async () => {
  server = await startSourceServer(() => "hello");
});
afterEach(() => server.stop());

const rules = (more: Partial<FetchRules> = {}): FetchRules => ({
  origins: [server.url],
  userAgent: "test",
  now: () => NOW,
  timeout: 2_000,
  ...more,
});

describe("a private address is never requested", () => {
  const forms = (port: string) => [
    `http://127.0.0.1:${port}`,
    `http://127.1:${port}`,
    `http://2130706433:${port}`,
    `http://0x7f000001:${port}`,
    `http://0177.0.0.1:${port}`,
    `http://0.0.0.0:${port}`,
    `http://0:${port}`,
    `http://[::1]:${port}`,
    `http://[::ffff:127.0.0.1]:${port}`,
    `http://[::ffff:7f00:1]:${port}`,
    `http://[::127.0.0.1]:${port}`,
    `http://[64:ff9b::127.0.0.1]:${port}`,
    `http://10.0.0.1:${port}`,
    `http://169.254.169.254:${port}`,
    `http://192.168.1.1:${port}`,
    `http://[fe80::1]:${port}`,
    `http://[fd00::1]:${port}`,
    `http://localhost:${port}`,
  ];

  test("in any form of writing", async () => {
    const { port } = new URL(server.url);
    for (const address of forms(port)) {
      const origins = [new URL(address).origin];
      await expect(fetchText(address, rules({ origins })), address).rejects.toThrow(
        /its address is a private one/,
      );
    }
    expect(server.requestedPaths).toEqual([]);
  });

  test.each([
    ["127.0.0.1", 4],
    ["::ffff:127.0.0.1", 6],
    ["::1", 6],
    ["10.1.2.3", 4],
    ["100.64.0.1", 4],
  ])("by a name that resolves to %s, alone or beside a public one", async (address, family) => {
    const { port } = new URL(server.url);
    const url = `http://papers.example.org:${port}`;
    for (const others of [[], [{ address: "93.184.215.14", family: 4 }]]) {
      const resolve: Resolve = (_, done) => done(null, [...others, { address, family }]);
      await expect(fetchText(url, rules({ origins: [url], resolve }))).rejects.toThrow(/private/);
    }
    expect(server.requestedPaths).toEqual([]);
  });

  test("by a redirect to an allowed name", async () => {
    const { port } = new URL(server.url);
    const inside = `http://localhost:${port}`;
    server.behaveOnce(redirects(`${inside}/secret`));
    const answer = fetchText(
      server.url,
      rules({ origins: [server.url, inside], allowPrivate: false }),
    );
    await expect(answer).rejects.toThrow(/private/);
  });

  test("unless the rules allow it", async () => {
    expect(await fetchText(server.url, rules({ allowPrivate: true }))).toMatchObject({
      text: "hello",
    });
  });
});

test.each([
  ["8.8.8.8", true],
  ["2606:4700:4700::1111", true],
  ["192.0.2.1", false],
  ["224.0.0.1", false],
  ["2002:7f00:1::", false],
  ["::", false],
  ["nonsense", false],
])("%s is public: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

describe("redirects", () => {
  test("to an allowed host are followed, and to no other", async () => {
    const other = await startSourceServer(() => "other");
    server.behave(redirects(`${other.url}/there`));
    const allowed = rules({ allowPrivate: true, origins: [server.url, other.url] });
    expect(await fetchText(server.url, allowed)).toMatchObject({ text: "other" });
    await expect(fetchText(server.url, rules({ allowPrivate: true }))).rejects.toThrow(
      "it redirects to a host that is not allowed",
    );
    expect(other.requestedPaths).toEqual(["/there"]);
    await other.stop();
  });

  test("are followed five times", async () => {
    const step = (to: number) => redirects(`/${to}`);
    server.behaveOnce(...[1, 2, 3, 4, 5].map(step));
    expect(await fetchText(server.url, rules({ allowPrivate: true }))).toMatchObject({
      text: "hello",
    });
    server.behaveOnce(...[1, 2, 3, 4, 5, 6].map(step));
    await expect(fetchText(server.url, rules({ allowPrivate: true }))).rejects.toThrow(/circle/);
  });
});

test("validators are sent, and a 304 means unchanged", async () => {
  server.behaveOnce(
    respondsWith("one", { etag: '"1"', "last-modified": "Thu, 05 Mar 2026 10:00:00 GMT" }),
  );
  const first = await fetchText(server.url, rules({ allowPrivate: true }));
  if (first === "unchanged") throw new Error("it was sent");
  server.behaveOnce(status(304));
  const { validators } = first;
  expect(await fetchText(server.url, rules({ allowPrivate: true, validators }))).toBe("unchanged");
  expect(server.headers()).toMatchObject({
    "if-none-match": '"1"',
    "if-modified-since": "Thu, 05 Mar 2026 10:00:00 GMT",
    "accept-encoding": "gzip, identity",
  });
});

test.each([
  ["120", "2026-03-05T15:02:00.000Z"],
  [" 0 ", "2026-03-05T15:00:00.000Z"],
  ["Thu, 05 Mar 2026 16:00:00 GMT", "2026-03-05T16:00:00.000Z"],
  ["Thu, 05 Mar 2026 14:00:00 GMT", "2026-03-05T15:00:00.000Z"],
  ["99999999999", "2026-03-06T15:00:00.000Z"],
  ["soon", undefined],
  ["-5", undefined],
  ["", undefined],
])("Retry-After: %j is %s", (value, at) => {
  expect(parseRetryAfter(value, NOW)?.toISOString()).toBe(at);
});
