import { afterEach, beforeEach, expect, test, vi } from "vitest";

const VIEWER = { name: "Ada", email: "ada@example.org" };
const requests: string[] = [];
let store: typeof import("./vote-store");

/** Stubs /api/viewer for a viewer who upvoted these papers. */
function serve(viewer: typeof VIEWER | null, upvoted: string[]): void {
  vi.stubGlobal("fetch", async (address: string) => {
    requests.push(address);
    const papers = new URLSearchParams(address.split("?")[1]).get("papers")?.split(",") ?? [];
    return Response.json({ viewer, upvoted: upvoted.filter((id) => papers.includes(id)) });
  });
}

beforeEach(async () => {
  requests.length = 0;
  // A new module for each test, as a browser has for each page.
  vi.resetModules();
  store = await import("./vote-store");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the papers of a page share one request, which names each once", async () => {
  serve(VIEWER, ["2603.00002"]);
  for (const id of ["2603.00001", "2603.00002", "2603.00001"]) store.addPaper(id);
  expect(await store.loadVotes()).toEqual({ isSignedIn: true, upvoted: new Set(["2603.00002"]) });
  expect(requests).toEqual(["/api/viewer?papers=2603.00001%2C2603.00002"]);
});

test("a page of 450 papers sends three requests and merges their responses", async () => {
  const ids = Array.from({ length: 450 }, (_, index) => `2603.${String(index).padStart(5, "0")}`);
  serve(VIEWER, ids);
  for (const id of ids) store.addPaper(id);
  expect((await store.loadVotes()).upvoted).toEqual(new Set(ids));
  expect(requests).toHaveLength(3);
});

test("papers that are added later keep the votes that are known", async () => {
  serve(VIEWER, ["2603.00001", "2603.00002"]);
  store.addPaper("2603.00001");
  await store.loadVotes();
  store.addPaper("2603.00002");
  expect((await store.loadVotes()).upvoted).toEqual(new Set(["2603.00001", "2603.00002"]));
});

test("nobody is signed in if the server has no viewer, refuses or can't be reached", async () => {
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
