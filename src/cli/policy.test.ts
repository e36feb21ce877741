import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { expectErrors } from "@tests/set-up";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { addPagePolicy, buildPolicy } from "./policy.mjs";

const hashScript = (script: string) =>
  `'sha256-${createHash("sha256").update(script, "utf8").digest("base64")}'`;

const listScriptSources = (policy: string | null) =>
  /script-src ([^;]*)/.exec(policy ?? "")?.[1]?.split(" ") ?? [];

const INLINE = 'self.__next_f.push([1,"日本 🧪 <b>"])';
const PAGE = `<!doctype html><html><head><script src="/a.js" async=""></script>
<script id="x" nonce="">${INLINE}</script></head><body><p>漢字</p><script>two()
</script><script>two()
</script></body></html>`;

describe("a page's policy", () => {
  test("allows its own inline scripts by their hashes, each once, and no others", () => {
    expect(listScriptSources(buildPolicy(PAGE))).toEqual([
      "'self'",
      hashScript(INLINE),
      hashScript("two()\n"),
    ]);
  });

  test("of a page without inline scripts has no hashes", () => {
    expect(listScriptSources(buildPolicy('<script src="/a.js"></script><p>script</p>'))).toEqual([
      "'self'",
    ]);
  });

  test("never allows inline or evaluated scripts, other sites' objects, bases, frames or forms", () => {
    const policy = buildPolicy(PAGE);
    expect(listScriptSources(policy).join()).not.toMatch(/unsafe|\*|http|data:/);
    for (const part of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy.split("; ")).toContain(part);
    }
  });

  test("hashes any script as a browser does, and is a valid header", () => {
    const script = fc.string({ unit: "grapheme" }).filter((text) => !/<\/script|\r/i.test(text));
    fc.assert(
      fc.property(script, script, (one, two) => {
        const policy = buildPolicy(
          `<script>${one}</script><p></p><script async="">${two}</script>`,
        );
        expect(listScriptSources(policy)).toEqual([
          ...new Set(["'self'", hashScript(one), hashScript(two)]),
        ]);
        expect(new Headers({ policy }).get("policy")).toBe(policy);
      }),
    );
  });
});

/** Sends a request to a real server that adds the policy to its pages. */
async function requestFrom(
  listener: RequestListener,
  init: RequestInit = {},
  findNotFoundPage: () => Promise<Buffer | null> = async () => null,
): Promise<Response> {
  const server = createServer((request, response) => {
    addPagePolicy(response, findNotFoundPage);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no port");
  return fetch(`http://127.0.0.1:${address.port}/`, init);
}

const HTML = { "Content-Type": "text/html; charset=utf-8" };
const bytes = Buffer.from(PAGE);

describe("an HTML answer", () => {
  const ways: [string, RequestListener][] = [
    ["end alone", (_, response) => response.setHeader("Content-Type", "text/html").end(PAGE)],
    [
      "writeHead, write and end",
      (_, response) => {
        response.writeHead(200, HTML);
        response.write(PAGE.slice(0, 90));
        response.end(PAGE.slice(90));
      },
    ],
    [
      "writeHead with a reason, and end without more",
      (_, response) => {
        response.writeHead(200, "Fine", HTML);
        response.write(PAGE);
        response.end();
      },
    ],
    [
      "bytes cut within a character, flushed in between",
      (_, response) => {
        response.writeHead(200, HTML);
        response.flushHeaders();
        for (const byte of bytes) response.write(Uint8Array.of(byte));
        response.end();
      },
    ],
    [
      "writes that wait for each other's callbacks",
      (_, response) => {
        response.writeHead(200, HTML);
        response.write(PAGE.slice(0, 90), "utf8", () =>
          response.write(PAGE.slice(90), () => response.end(() => {})),
        );
      },
    ],
    [
      "text in another encoding",
      (_, response) => {
        response.writeHead(200, HTML);
        response.end(bytes.toString("base64"), "base64");
      },
    ],
  ];

  test.each(ways)("sent by %s arrives whole, with its policy", async (_, listener) => {
    const answer = await requestFrom(listener);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toBe(buildPolicy(PAGE));
    expect(await answer.text()).toBe(PAGE);
  });

  test("keeps its status and its other headers", async () => {
    const answer = await requestFrom((_, response) => {
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.writeHead(404, { ...HTML, "X-Other": "kept" });
      response.end("<p>gone</p>");
    });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("x-other")).toBe("kept");
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(listScriptSources(answer.headers.get("content-security-policy"))).toEqual(["'self'"]);
  });
});

test("an error while a page is sent ends its connection, not the process", async () => {
  expectErrors(/no page/);
  const request = requestFrom(
    (_, response) =>
      response.writeHead(404, HTML).end('<script src="/_next/static/a.js"></script>'),
    {},
    () => Promise.reject(new Error("no page")),
  );
  await expect(request).rejects.toThrow("fetch failed");
});

describe("any other answer is sent unchanged", () => {
  test("JSON, with its status and no policy", async () => {
    const answer = await requestFrom((_, response) => {
      response.writeHead(201, { "Content-Type": "application/json" });
      response.write('{"a":');
      response.end("1}");
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.has("content-security-policy")).toBe(false);
    expect(await answer.json()).toEqual({ a: 1 });
  });

  test("at once: the first part arrives before the end is written", async () => {
    let finish = () => {};
    const answer = await requestFrom((_, response) => {
      response.setHeader("Content-Type", "text/plain");
      response.write("first");
      finish = () => response.end(" last");
    });
    const reader = answer.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
    finish();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(" last");
  });

  test("a redirect, and an answer without a type", async () => {
    const redirect = await requestFrom(
      (_, response) => response.writeHead(303, { Location: "/papers" }).end(),
      { redirect: "manual" },
    );
    expect(redirect.status).toBe(303);
    expect(redirect.headers.get("location")).toBe("/papers");
    expect(redirect.headers.has("content-security-policy")).toBe(false);
    expect(await (await requestFrom((_, response) => response.end("plain"))).text()).toBe("plain");
  });
});

// A browser may replace the policy of the page in its cache with that of such an answer (RFC 9111,
// 4.3.4 and 4.3.5), and would then block the page's scripts.
describe("an answer without the page's body has no policy", () => {
  test("304", async () => {
    const answer = await requestFrom((_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.setHeader("ETag", '"1"');
      response.statusCode = 304;
      response.end();
    });
    expect(answer.status).toBe(304);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(answer.headers.has("content-security-policy")).toBe(false);
  });

  test("HEAD", async () => {
    const headless: RequestListener = (_, response) => response.writeHead(200, HTML).end();
    const answer = await requestFrom(headless, { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(answer.headers.has("content-security-policy")).toBe(false);
  });
});
