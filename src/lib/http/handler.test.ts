import { expectErrors } from "@tests/set-up";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { env } from "@/env";
import { AppError } from "@/lib/errors";
import {
  createHandler,
  redirectTo,
  requireBearer,
  requireSameOrigin,
  respondJson,
  toLocalPath,
} from "./handler";

const SITE = "https://papers.example.org";

function post(headers: Record<string, string> = {}, body?: BodyInit): Request {
  return new Request(`${SITE}/api/x`, { method: "POST", headers, body });
}

describe("the origin of a write", () => {
  const origins = { exact: SITE, other: "https://evil.example", null: "null", absent: undefined };
  const alike = {
    port: `${SITE}:8443`,
    scheme: "http://papers.example.org",
    suffix: `${SITE}.evil.example`,
    subdomain: "https://a.papers.example.org",
  };

  const isAccepted = (site: string | undefined, origin: string | undefined) => {
    const headers: Record<string, string> = {};
    if (site !== undefined) headers["sec-fetch-site"] = site;
    if (origin) headers.origin = origin;
    try {
      requireSameOrigin(post(headers));
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "forbidden", status: 403 });
      return false;
    }
  };

  test("in Sec-Fetch-Site is enough, unless the Origin is another one", () => {
    expect(isAccepted("same-origin", undefined)).toBe(true);
    expect(isAccepted("same-origin", SITE)).toBe(true);
    expect(isAccepted("same-origin", "null")).toBe(true);
    for (const origin of [origins.other, ...Object.values(alike)]) {
      expect(isAccepted("same-origin", origin), origin).toBe(false);
    }
  });

  test.each(Object.entries(origins))(
    "of another Sec-Fetch-Site is refused: Origin %s",
    (_, origin) => {
      for (const site of ["same-site", "cross-site", "none", "SAME-ORIGIN ", "x"]) {
        expect(isAccepted(site, origin), site).toBe(false);
      }
    },
  );

  test("in Origin alone must be exactly this site's", () => {
    expect(isAccepted(undefined, SITE)).toBe(true);
    for (const origin of [origins.other, "null", undefined, ...Object.values(alike)]) {
      expect(isAccepted(undefined, origin), origin).toBe(false);
    }
  });
});

describe("a bearer token", () => {
  const attempt = (authorization: string | undefined, token: string | undefined) => {
    try {
      requireBearer(post(authorization ? { authorization } : {}), token, "INGEST_TOKEN");
      return "accepted";
    } catch (error) {
      return error instanceof AppError ? error.code : "another error";
    }
  };
  const right = "the-token-of-the-tests";

  test.each([
    [`Bearer ${right}`, "accepted"],
    [`bearer ${right}`, "accepted"],
    [undefined, "unauthorized"],
    ["Bearer ", "unauthorized"],
    ["Bearer wrong", "unauthorized"],
    [`Bearer ${right}x`, "unauthorized"],
    [`Bearer ${right.slice(0, -1)}`, "unauthorized"],
    [`Bearer ${right.toUpperCase()}`, "unauthorized"],
    [`Basic ${right}`, "unauthorized"],
    [right, "unauthorized"],
  ])("%j: %s", (authorization, outcome) => {
    expect(attempt(authorization, right)).toBe(outcome);
  });

  test("that isn't configured is never accepted, not even an empty one", () => {
    for (const token of [undefined, ""]) {
      for (const authorization of [undefined, "Bearer ", "Bearer undefined"]) {
        expect(attempt(authorization, token)).toBe("unavailable");
      }
    }
  });
});

describe("a path to return to", () => {
  test.each(["/", "/ok?x=1", "/papers/date/2026-02-19#top", "/%E6%97%A5", "/a//b", "/@x:y"])(
    "%j is kept",
    (path) => {
      expect(toLocalPath(path)).toBe(path);
    },
  );

  test.each([
    null,
    undefined,
    "",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "papers",
    " /papers",
    "/a\\b",
    "/\t/evil.example",
    "/\n/evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "/a\u0000b",
    "/a\u0001b",
    "/a\u007fb",
    "/日本",
    `/${"a".repeat(1000)}`,
  ])("%j is the front page", (path) => {
    expect(toLocalPath(path)).toBe("/");
  });

  test("is always on this site and valid in a header", () => {
    const character = fc.constantFrom(
      "/",
      "\\",
      ":",
      "@",
      ".",
      "?",
      "#",
      "\t",
      "\n",
      "\r",
      " ",
      "%",
      "a",
    );
    const path = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(character).map((characters) => characters.join("")),
      fc.array(character).map((characters) => `/${characters.join("")}evil.example`),
      fc.string({ unit: "binary" }).map((text) => `/${text}`),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(path, (text) => {
        const kept = toLocalPath(text);
        expect(new URL(kept, SITE).origin).toBe(SITE);
        expect(redirectTo(kept).headers.get("location")).toBe(kept);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a handler", () => {
  const run = (error: unknown, headers: Record<string, string> = {}) =>
    createHandler(() => Promise.reject(error))(post(headers), {});

  test("turns an AppError into its status and sentence", async () => {
    const answer = await run(new AppError("not_found", "There is no such paper."));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: "There is no such paper." });
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  });

  test("answers a browser's form with a page of HTML", async () => {
    const answer = await run(new AppError("forbidden", "No."), { accept: "text/html,*/*" });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("content-type")).toContain("text/html");
  });

  test.each(["application/json", "text/html"])(
    "states in a 429 for %s when to try again",
    async (accept) => {
      const answer = await run(new AppError("too_many_requests", "Wait.", 60), { accept });
      expect(answer.status).toBe(429);
      expect(answer.headers.get("retry-after")).toBe("60");
    },
  );

  test("hides the details of any other error, and logs them", async () => {
    expectErrors(/request failed/);
    const answer = await run(new Error("password=hunter2 at /srv/inner.ts"));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/hunter2|inner/);
    expect(vi.mocked(console.error).mock.calls.join()).toContain("/api/x");
  });

  test("no cache may store answers about one person", () => {
    expect(respondJson({}).headers.get("cache-control")).toBe("private, no-store");
    expect(respondJson({}).headers.get("vary")).toBe("Cookie");
    expect(redirectTo("/papers").headers.get("cache-control")).toBe("no-store");
    expect(redirectTo("/papers").status).toBe(303);
    expect(env().siteUrl).toBe(SITE);
  });
});
