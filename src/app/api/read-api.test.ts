import { makeDraft, saveArxivDrafts } from "@tests/drafts";
import { hasRecorded, ingestEntries, makeEntry, readRecorded } from "@tests/factories";
import { readPaperInfo } from "@tests/hub-client";
import { requestRead } from "@tests/request-read";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { env, useEnv } from "@/env";
import {
  entriesSchema,
  errorSchema,
  paperDetailSchema,
  papersSchema,
} from "@/features/feed/api/entry-schema";

const DAY = "2026-02-19";

beforeEach(async () => {
  useEnv({ ...env(), apiLimit: 1_000_000 });
  await ingestEntries([
    makeEntry({ upvotes: 5, paper: { githubStars: 3, githubRepo: "https://github.com/a/b" } }),
    makeEntry({ id: "astro-ph/0601001", day: "2026-03-04", title: "An old-style id" }),
  ]);
  await saveArxivDrafts(makeDraft({ id: "acl:2026.long-12", title: "A paper of elsewhere" }));
});

const get = async (address: string, headers?: Record<string, string>) => {
  const response = await requestRead(address, headers);
  return { response, status: response.status, body: await response.json() };
};

describe("lists", () => {
  test("are arrays of entries without a wrapper", async () => {
    for (const query of [
      "",
      "?date=2026-03-05",
      "?week=2026-W10",
      "?sort=trending",
      "?limit=1&p=1",
    ]) {
      const { status, body } = await get(`/api/daily_papers${query}`);
      expect(status).toBe(200);
      expect(entriesSchema.parse(body).length, query).toBeGreaterThan(0);
      for (const entry of body) expect(entry).not.toHaveProperty("upvotes");
    }
    expect((await get("/api/daily_papers?date=2026-03-07")).body).toEqual([]);
  });

  test("of a search contain its matches", async () => {
    const matches = entriesSchema.parse((await get("/api/papers/search?q=old-style")).body);
    expect(matches.map(({ paper }) => paper.id)).toEqual(["astro-ph/0601001"]);
    expect((await get("/api/papers/search")).body).toEqual([]);
  });

  test("of all papers have the next page in their Link header", async () => {
    const ids: string[] = [];
    let next: string | undefined = "/api/papers?limit=1";
    while (next) {
      const { response, body } = await get(next);
      ids.push(...papersSchema.parse(body).map(({ id }) => id));
      next = /^<https:\/\/papers\.example\.org(.*)>; rel="next"$/.exec(
        response.headers.get("link") ?? "",
      )?.[1];
    }
    expect(ids).toEqual(["acl:2026.long-12", "2603.00001", "astro-ph/0601001"]);
  });
});

describe("a paper", () => {
  test.each(["2603.00001", "2603.00001v3", "astro-ph/0601001", "acl:2026.long-12"])(
    "%s is returned alone, as JSON and as Markdown",
    async (id) => {
      const { status, body } = await get(`/api/papers/${id}`);
      expect(status).toBe(200);
      expect(paperDetailSchema.parse(body)).toMatchObject({
        id: id.replace(/v3$/, ""),
        linkedModels: [],
        linkedDatasets: [],
        linkedSpaces: [],
        numTotalModels: 0,
        numTotalDatasets: 0,
        numTotalSpaces: 0,
      });
      expect(body).not.toHaveProperty("comments");
      expect((await get(`/api/papers/${id}?field=comments`)).body.comments).toEqual([]);
      const markdown = await requestRead(`/markdown/${id}`);
      expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
      expect(await markdown.text()).toMatch(/^# /);
    },
  );

  test.each(["1234.56789", "x", "x/y/z", "acl:none", "2603.00001/upvote", "search/x", "%E0%A4%A"])(
    "%s is not found",
    async (id) => {
      for (const address of [`/api/papers/${id}`, `/markdown/${id}`]) {
        const { status, body } = await get(address);
        expect(status).toBe(404);
        expect(errorSchema.parse(body).error).toMatch(/\.$/);
      }
    },
  );
});

test("a mistake in the parameters gets a 400 with an explanation", async () => {
  for (const address of [
    "/api/daily_papers?date=2025-13-40",
    "/api/daily_papers?date=2026-03-05&month=2026-03",
    "/api/papers?cursor=x",
    "/api/papers?limit=0",
    `/api/papers/search?q=${"x".repeat(251)}`,
    "/api/papers/search?q=x&limit=121",
    "/api/papers/2603.00001?field=secrets",
  ]) {
    const { status, body } = await get(address);
    expect(status, address).toBe(400);
    expect(errorSchema.parse(body).error.length).toBeGreaterThan(10);
  }
  expect((await get("/api/agent-harnesses")).status).toBe(404);
});

test("an answer that the client already has isn't sent again", async () => {
  for (const address of [
    "/api/daily_papers",
    "/api/papers",
    "/api/papers/2603.00001",
    "/markdown/2603.00001",
  ]) {
    const etag = (await requestRead(address)).headers.get("etag") ?? "";
    expect((await requestRead(address, { "if-none-match": etag })).status, address).toBe(304);
  }
});

test("huggingface_hub reads every answer", async () => {
  const [entry] = (await get("/api/daily_papers?date=2026-03-05")).body;
  expect(readPaperInfo(entry)).toMatchObject({
    id: "2603.00001",
    authors: ["Ada Author 0", "Ada Author 1"],
    title: makeEntry().title,
    upvotes: 5,
    comments: 1,
    githubRepo: "https://github.com/a/b",
    githubStars: 3,
    submittedBy: { username: "sam", fullname: "Sam Submitter" },
  });
  for (const id of ["2603.00001", "astro-ph/0601001", "acl:2026.long-12"]) {
    const alone = readPaperInfo((await get(`/api/papers/${id}`)).body);
    expect(alone.id).toBe(id);
    expect(alone.title).toBeTruthy();
  }
  for (const address of [
    "/api/daily_papers?sort=trending",
    "/api/papers",
    "/api/papers/search?q=paper",
  ]) {
    const { body } = await get(address);
    expect(body.map(readPaperInfo).length, address).toBeGreaterThan(0);
  }
});

test.skipIf(!hasRecorded(DAY))("the handler returns a recorded day unchanged", async () => {
  await ingestEntries(readRecorded(DAY), new Date("2026-07-01T00:00:00.000Z"));
  const { body } = await get(`/api/daily_papers?date=${DAY}&limit=100`);
  const sent = entriesSchema.parse(readRecorded(DAY));
  expect(body).toHaveLength(sent.length);
  for (const entry of sent) {
    expect(body).toContainEqual(expect.objectContaining(JSON.parse(JSON.stringify(entry))));
  }
  for (const entry of body) expect(readPaperInfo(entry).submittedAt).toBeInstanceOf(Date);
});

test("no request to the read API causes a server error", async () => {
  const part = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("", "0", "2026-03-05", "%00", "../x", "'"),
  );
  const name = fc.constantFrom(
    "p",
    "limit",
    "date",
    "week",
    "month",
    "submitter",
    "sort",
    "q",
    "cursor",
    "field",
  );
  const path = fc.oneof(
    fc.constantFrom(
      "/api/daily_papers",
      "/api/papers",
      "/api/papers/search",
      "/api/papers/2603.00001",
    ),
    part.map((id) => `/api/papers/${encodeURIComponent(id)}`),
    part.map((id) => `/markdown/${encodeURIComponent(id)}`),
  );
  const pairs = fc.array(fc.tuple(name, part), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(path, pairs, async (path, parameters) => {
      const { status } = await requestRead(`${path}?${new URLSearchParams(parameters)}`);
      expect([200, 400, 404]).toContain(status);
    }),
    { numRuns: 200 },
  );
}, 60_000);
