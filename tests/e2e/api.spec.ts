import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect, test } from "playwright/test";
import { makeEntry } from "../made-up";
import { type Site, startSite } from "./site";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const OLD_STYLE_ID = "astro-ph/0601001";
const API_LIMIT = 40;

let site: Site;

test.beforeAll(async () => {
  site = await startSite({ CLOCK: "2026-03-06T12:00:00.000Z" });
  const entries = [makeEntry({ title: "Attention in bees" }), makeEntry({ id: OLD_STYLE_ID })];
  expect((await site.ingest(entries)).status).toBe(200);
});

test.afterAll(async () => {
  await site.stop();
});

const get = (path: string, headers: Record<string, string> = {}, from = site) =>
  fetch(from.url + path, { headers, redirect: "manual" });

test("a paper is Markdown at its .md address and for Accept: text/markdown, otherwise a page", async () => {
  for (const id of ["2603.00001", OLD_STYLE_ID]) {
    const asked = [get(`/papers/${id}.md`), get(`/papers/${id}`, { Accept: "text/markdown, */*" })];
    for (const answer of await Promise.all(asked)) {
      expect(answer.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
      expect(answer.headers.get("vary")).toMatch(/\baccept\b(?!-)/i);
      expect(await answer.text()).toContain(`/papers/${id}>`);
    }
    const page = await get(`/papers/${id}`, { Accept: "text/html" });
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("vary")).toMatch(/\baccept\b(?!-)/i);
  }
  expect((await get("/papers/2603.99999.md")).status).toBe(404);
  const list = await get("/papers/date/2026-03-05", { Accept: "text/markdown" });
  expect(list.headers.get("content-type")).toContain("text/html");
});

test("reads are open to other sites' pages; writes and personal data are not", async () => {
  const origin = { Origin: "https://other.example" };
  const open = (answer: Response) => answer.headers.get("access-control-allow-origin");
  expect(open(await get("/api/daily_papers", origin))).toBe("*");
  expect(open(await get("/api/nothing", origin))).toBe("*");
  expect(open(await get("/api/viewer", origin))).toBeNull();
  const vote = `${site.url}/api/papers/2603.00001/upvote`;
  const preflight = await fetch(vote, { method: "OPTIONS", headers: origin });
  expect(open(preflight)).toBeNull();
  const put = await fetch(vote, { method: "PUT", headers: origin });
  expect([put.status, open(put)]).toEqual([403, null]);
  const head = await fetch(`${site.url}/api/papers/${OLD_STYLE_ID}`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect(head.headers.get("etag")).toBeTruthy();
});

test("forged client addresses share one limit; a trusted proxy's addresses count apart", async () => {
  const forge = (index: number) => ({
    "X-Forwarded-For": `198.51.100.${index}`,
    "X-Daily-Papers-Client": `203.0.113.${index}`,
    Forwarded: `for=192.0.2.${index}`,
  });
  const readUntilLimited = async (settings: object) => {
    const limited = await startSite({ API_LIMIT: String(API_LIMIT), ...settings });
    try {
      const statuses: number[] = [];
      for (let index = 1; index <= API_LIMIT + 2; index += 1) {
        statuses.push((await get("/api/daily_papers", forge(index), limited)).status);
      }
      const last = await get("/api/papers", forge(1), limited);
      return { statuses, last };
    } finally {
      await limited.stop();
    }
  };
  const alone = await readUntilLimited({});
  expect(alone.statuses.filter((status) => status === 200)).toHaveLength(API_LIMIT);
  expect(alone.last.status, "all reads share one limit").toBe(429);
  expect(Number(alone.last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(alone.last.headers.get("ratelimit")).toMatch(/^"api";r=0;t=\d+$/);
  const proxied = await readUntilLimited({ TRUSTED_PROXY: "on" });
  expect(proxied.statuses).not.toContain(429);
});

test("the official MCP client lists, searches and reads papers", async () => {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${site.url}/api/mcp`)));
  const call = async (name: string, words: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: words });
    return { text: JSON.stringify(content), isError };
  };
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(["list_papers", "search_papers", "read_paper"]);
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
  expect((await call("list_papers", { week: "2026-W10" })).text).toContain("Attention in bees");
  expect((await call("list_papers", { sort: "trending", limit: 1 })).text).toContain("/papers/");
  expect((await call("search_papers", { query: "bees" })).text).toContain("2603.00001");
  expect((await call("read_paper", { id: OLD_STYLE_ID })).text).toContain("## Abstract");
  const wrong = await call("list_papers", { date: "2026-13-40" });
  expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining("YYYY-MM-DD") });
  expect((await call("read_paper", { id: "2603.99999" })).isError).toBe(true);
  expect((await call("list_papers", { limit: 0 })).isError).toBe(true);
  await client.close();
});

test("the MCP route refuses what the protocol refuses", async () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${site.url}/api/mcp`, {
      method: "POST",
      body,
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
        ...headers,
      },
    });
  const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const answer = await post(list);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("ratelimit")).toMatch(/^"api";r=\d+/);
  expect((await post(list, { Origin: site.url })).status).toBe(200);
  for (const origin of ["https://other.example", "null"]) {
    expect((await post(list, { Origin: origin })).status, origin).toBe(403);
  }
  expect((await post("{")).status).toBe(400);
  expect((await post("5")).status).toBe(400);
  expect((await post(`"${"x".repeat(300_000)}"`)).status).toBe(413);
  expect((await post(list, { Accept: "text/html" })).status).toBe(406);
  for (const method of ["GET", "DELETE"]) {
    const refused = await fetch(`${site.url}/api/mcp`, { method });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST"]);
  }
});

for (const [name, colorScheme, width] of [
  ["light", "light", 1280],
  ["dark", "dark", 360],
] as const) {
  test(`the API documentation has no accessibility violation: ${name}, ${width} px`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/docs`);
    await expect(page.getByRole("heading", { name: "GET /api/daily_papers" })).toBeVisible();
    await page.screenshot({ path: `tests/.output/docs-${name}.png`, fullPage: true });
    const overflow = await page.evaluate(() => document.body.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.evaluate(axe);
    const violations = await page.evaluate("axe.run().then((found) => found.violations)");
    expect(violations).toEqual([]);
    await context.close();
  });
}
