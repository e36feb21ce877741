import { afterEach, beforeEach, expect, test, vi } from "vitest";

const VIEWER = { name: "Ada", email: "ada@example.org" };
const asked: string[] = [];
let store: typeof import("./vote-store");

/** Answers /api/viewer like the server does for somebody who upvoted `upvoted`. */
function serve(viewer: typeof VIEWER | null, upvoted: string[]): void {
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    const papers = new URLSearchParams(address.split("?")[1]).get("papers")?.split(",") ?? [];
    return Response.json({ viewer, upvoted: upvoted.filter((id) => papers.includes(id)) });
  });
}

beforeEach(async () => {
  asked.length = 0;
  // Each test is a page of its own.
  vi.resetModules();
  store = await import("./vote-store");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the papers of a page share a request, each asked for once", async () => {
  serve(VIEWER, ["2603.00002"]);
  for (const id of ["2603.00001", "2603.00002", "2603.00001"]) store.addPaper(id);
  expect(await store.loadVotes()).toEqual({ isSignedIn: true, upvoted: new Set(["2603.00002"]) });
  expect(asked).toEqual(["/api/viewer?papers=2603.00001%2C2603.00002"]);
});

test("a page of 450 papers sends three requests and joins their answers", async () => {
  const ids = Array.from({ length: 450 }, (_, index) => `2603.${String(index).padStart(5, "0")}`);
  serve(VIEWER, ids);
  for (const id of ids) store.addPaper(id);
  expect((await store.loadVotes()).upvoted).toEqual(new Set(ids));
  expect(asked).toHaveLength(3);
});

test("papers that are added later keep the votes that are known", async () => {
  serve(VIEWER, ["2603.00001", "2603.00002"]);
  store.addPaper("2603.00001");
  await store.loadVotes();
  store.addPaper("2603.00002");
  expect((await store.loadVotes()).upvoted).toEqual(new Set(["2603.00001", "2603.00002"]));
});

test("nobody is signed in where the server says so, refuses or can't be reached", async () => {
  serve(null, []);
  store.addPaper("2603.00001");
  expect(await store.loadVotes()).toEqual({ isSignedIn: false, upvoted: new Set() });
  vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
  store.addPaper("2603.00002");
  expect((await store.loadVotes()).isSignedIn).toBe(false);
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("offline");
  });
  store.addPaper("2603.00003");
  expect((await store.loadVotes()).isSignedIn).toBe(false);
});
