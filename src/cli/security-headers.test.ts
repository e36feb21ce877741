import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import compression from "compression";
import { describe, expect, onTestFinished, test } from "vitest";
import { addPagePolicy, buildPolicy } from "./policy.mjs";
import { createClientErrorListener, createSecureResponse } from "./security-headers.mjs";

async function listen(listener: RequestListener, isHttps = true): Promise<number> {
  const server = createServer({ ServerResponse: createSecureResponse(isHttps) }, listener);
  server.on("clientError", createClientErrorListener(isHttps));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no port");
  return address.port;
}

async function request(listener: RequestListener, init: RequestInit = {}, isHttps = true) {
  return fetch(`http://127.0.0.1:${await listen(listener, isHttps)}/`, {
    redirect: "manual",
    ...init,
  });
}

/** Sends a text as it is, and returns what the server sends until it closes the connection. */
async function sendRaw(text: string): Promise<string> {
  const port = await listen((_, response) => response.end("fine"));
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      received += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
  });
}

const ways: [string, RequestListener][] = [
  ["end alone", (_, response) => response.end("text")],
  ["write and end", (_, response) => response.write("text", () => response.end())],
  [
    "flushHeaders",
    (_, response) => {
      response.flushHeaders();
      response.end();
    },
  ],
  ["405 with headers", (_, response) => response.writeHead(405, { Allow: "GET" }).end()],
  ["400 with a reason", (_, response) => response.writeHead(400, "No", { "X-A": "b" }).end()],
  ["503 with a list of headers", (_, response) => response.writeHead(503, ["X-A", "b"]).end()],
  ["a redirect", (_, response) => response.writeHead(303, { Location: "/papers" }).end()],
  ["204", (_, response) => response.writeHead(204).end()],
];

describe("each response has the security headers", () => {
  test.each(ways)("sent by %s", async (_, listener) => {
    const { headers } = await request(listener);
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
  });

  test("but not HSTS, if the site isn't https", async () => {
    const { headers } = await request((_, response) => response.end(), {}, false);
    expect(headers.has("strict-transport-security")).toBe(false);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("and keeps its status, reason, cookies and other headers", async () => {
    const answer = await request((_, response) => {
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.writeHead(418, "Teapot", { "X-A": "b" }).end();
    });
    expect([answer.status, answer.statusText]).toEqual([418, "Teapot"]);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(answer.headers.get("x-a")).toBe("b");
  });

  test.each([
    ["a request without Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    [
      "an unknown expectation",
      "GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nConnection: close\r\n\r\n",
      417,
    ],
    ["what isn't HTTP", "hello\r\n\r\n", 400],
    ["too many headers", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ])("also if Node answers by itself: %s", async (_, text, status) => {
    const answer = await sendRaw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/^strict-transport-security: max-age=31536000\r$/im);
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
    expect(answer).toMatch(/^content-security-policy: frame-ancestors 'none'\r$/im);
  });
});

describe("the policy about frames", () => {
  const withPolicy = (policy: string): RequestListener => {
    return (_, response) => response.writeHead(200, { "Content-Security-Policy": policy }).end();
  };

  test("of the response itself is kept", async () => {
    const policy = "frame-ancestors 'self'; sandbox";
    const { headers } = await request(withPolicy(policy));
    expect(headers.get("content-security-policy")).toBe(policy);
  });

  test("is added to a policy that has none", async () => {
    const { headers } = await request(withPolicy("default-src 'none'"));
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  test("isn't sent without the page's body: a cache would replace the page's policy with it", async () => {
    for (const [status, method] of [
      [304, "GET"],
      [200, "HEAD"],
    ] as const) {
      const html = { "Content-Type": "text/html" };
      const answer = await request((_, response) => response.writeHead(status, html).end(), {
        method,
      });
      expect(answer.headers.has("content-security-policy")).toBe(false);
      expect(answer.headers.get("x-frame-options")).toBe("DENY");
    }
  });

  test("of a page is part of the page's own policy, also when it is compressed", async () => {
    const page = `<p>${"text ".repeat(1000)}</p><script>one()</script>`;
    const compress = compression();
    const answer = await request((incoming, response) => {
      compress(incoming as never, response as never, () => {
        addPagePolicy(response, async () => null);
        response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
        response.write(page.slice(0, 50));
        response.end(page.slice(50));
      });
    });
    expect(answer.headers.get("content-encoding")).not.toBeNull();
    expect(answer.headers.get("content-security-policy")).toBe(buildPolicy(page));
    expect(answer.headers.get("strict-transport-security")).not.toBeNull();
    expect(await answer.text()).toBe(page);
  });
});
