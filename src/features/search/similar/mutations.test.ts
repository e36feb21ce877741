import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ingestEntries, makeEntry } from "@tests/factories";
import { afterEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { embed } from "./embedder";
import { embedPapers } from "./mutations";
import { fromBytes } from "./vector";

let close = () => {};
afterEach(() => close());

/** Starts an embedder that answers by the listener. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, model: "small", key: "the key", timeoutMs: 400 };
}

type Call = { path?: string; key?: string; input: string[] };

function createEmbedder(calls: Call[], failures = 0, refused = "\u0000"): RequestListener {
  return async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { input } = JSON.parse(body);
    calls.push({ path: request.url, key: request.headers.authorization, input });
    if (calls.length <= failures) return response.writeHead(500).end();
    if (body.includes(refused)) return response.writeHead(400).end();
    const data = input.map((text: string, index: number) => ({
      index,
      embedding: [text.length, 3],
    }));
    return response.end(JSON.stringify({ data: data.reverse() }));
  };
}

const papers = (count: number) =>
  ingestEntries(
    Array.from({ length: count }, (_, index) => makeEntry({ id: `2603.1${1000 + index}` })),
  );
const run = (
  embedder: Parameters<typeof embedPapers>[0],
  maxPapers?: number,
  isStopping = () => false,
) => embedPapers(embedder, { isStopping, maxPapers, retryPausesMs: [1, 1] });

test("each paper gets a vector of length 1 once; a changed text gets another", async () => {
  await papers(40);
  const calls: Call[] = [];
  const embedder = await serve(createEmbedder(calls));
  expect(await run(embedder)).toBe(40);
  expect(calls.map(({ input }) => input.length)).toEqual([32, 8]);
  expect(calls[0]).toMatchObject({ path: "/v1/embeddings", key: "Bearer the key" });
  const rows = await db().embedding.findMany();
  expect(rows).toHaveLength(40);
  for (const { vector } of rows) expect(Math.hypot(...fromBytes(vector))).toBeCloseTo(1, 5);
  expect(await run(embedder)).toBe(0);

  await ingestEntries([makeEntry({ id: "2603.11000", title: "Another title" })]);
  expect(await run(embedder)).toBe(1);
  expect(calls.at(-1)?.input[0]).toContain("Another title");
});

test("a run has a limit, stops on request, and the next one continues", async () => {
  await papers(50);
  const embedder = await serve(createEmbedder([]));
  expect(await run(embedder, 10)).toBe(10);
  expect(await run(embedder, 100, () => true)).toBe(0);
  expect(await run(embedder)).toBe(40);
});

test("a temporary failure is retried; a permanent one ends the run with a sentence and stores nothing", async () => {
  await papers(3);
  const calls: Call[] = [];
  const embedder = await serve(createEmbedder(calls, 2));
  expect(await run(embedder)).toBe(3);
  expect(calls).toHaveLength(3);
  await db().embedding.deleteMany();
  close();
  await expect(run(embedder)).rejects.toThrow("It can't be reached.");
  expect(await db().embedding.count()).toBe(0);
});

test("a refused text doesn't block others and isn't sent again", async () => {
  await papers(3);
  await ingestEntries([makeEntry({ id: "2603.12000", title: "Refused" })]);
  const embedder = await serve(createEmbedder([], 0, "Refused"));
  expect(await run(embedder)).toBe(4);
  const rows = await db().embedding.findMany();
  expect(rows.filter(({ vector }) => vector.length > 0)).toHaveLength(3);
  expect(await run(embedder)).toBe(0);
});

const answer =
  (body: string, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status).end(body);
  };

test.each([
  ["500", answer("", 500), "It answered 500."],
  ["no JSON", answer("<html>"), "not JSON"],
  ["another shape", answer('{"data":[{"embedding":"x"}]}'), "not a list of embeddings"],
  ["too few", answer('{"data":[{"index":0,"embedding":[1,2]}]}'), "vector 1 is missing"],
  ["NaN", answer('{"data":[{"index":0,"embedding":[NaN]}]}'), "not JSON"],
  ["null", answer('{"data":[{"index":0,"embedding":[null]}]}'), "not a list"],
  ["too large a number", answer('{"data":[{"index":0,"embedding":[1e999]}]}'), "no"],
  [
    "lengths that differ",
    answer('{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]}'),
    "vector 1",
  ],
  ["zeros", answer('{"data":[{"index":0,"embedding":[0,0]}]}'), "vector 0"],
  ["silence", () => {}, "It didn't answer within 0.4 seconds."],
  [
    "a redirect",
    (_: unknown, response: Parameters<RequestListener>[1]) => {
      response.writeHead(307, { Location: "http://127.0.0.1:1/" }).end();
    },
    "It can't be reached.",
  ],
] satisfies [string, RequestListener, string][])(
  "%s is refused with a sentence",
  async (_, how, words) => {
    await expect(embed(await serve(how), ["a", "b"])).rejects.toThrow(words);
  },
);
