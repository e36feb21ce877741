import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createNotFoundPage, NOT_FOUND_PATH } from "./not-found-page.mjs";
import { addPagePolicy, buildPolicy } from "./policy.mjs";

const HTML = { "Content-Type": "text/html; charset=utf-8" };
const BLANK = '<html id="__next_error__"><script src="/_next/static/a.js"></script></html>';
const WHOLE =
  '<html><script src="/_next/static/a.js"></script><script>1</script>No such page</html>';

/** Starts a server that sends the pages of `listener`, and one page for all that don't exist. */
async function serve(listener: RequestListener, fetchPage?: () => Promise<Response>) {
  let fetches = 0;
  const findNotFoundPage = createNotFoundPage(() => {
    fetches += 1;
    return fetchPage ? fetchPage() : fetch(`${address}${NOT_FOUND_PATH}`);
  });
  const server = createServer((request, response) => {
    addPagePolicy(response, findNotFoundPage);
    if (request.url === NOT_FOUND_PATH) response.writeHead(404, HTML).end(WHOLE);
    else listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const bound = server.address();
  if (typeof bound !== "object" || !bound) throw new Error("the server has no port");
  const address = `http://127.0.0.1:${bound.port}`;
  return { address, countFetches: () => fetches };
}

const sendBlankPage: RequestListener = (_, response) =>
  response.writeHead(404, { ...HTML, "Content-Length": BLANK.length, Link: "</a>" }).end(BLANK);

test("every missing page is the complete one, with its policy, and is fetched once", async () => {
  const { address, countFetches } = await serve(sendBlankPage);
  const answers = await Promise.all(["/a", "/b", "/c"].map((path) => fetch(address + path)));
  for (const answer of answers) {
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-security-policy")).toBe(buildPolicy(WHOLE));
    expect(answer.headers.has("link")).toBe(false);
    expect(await answer.text()).toBe(WHOLE);
  }
  expect(countFetches()).toBe(1);
});

test("if it can't be fetched, the page is sent unchanged, and the next request tries again", async () => {
  const failures: (() => Promise<Response>)[] = [
    () => Promise.reject(new Error("stopping")),
    async () => new Response("", { status: 503 }),
  ];
  const { address } = await serve(
    sendBlankPage,
    () => failures.shift()?.() ?? fetch(`${address}${NOT_FOUND_PATH}`),
  );
  expect(await (await fetch(address)).text()).toBe(BLANK);
  expect(await (await fetch(address)).text()).toBe(BLANK);
  expect(await (await fetch(address)).text()).toBe(WHOLE);
});

test.each([
  ["a page that exists", 200, BLANK],
  ["a page that failed", 500, BLANK],
  ["a route handler's own text", 404, "<html>This link isn't valid.</html>"],
])("%s is sent unchanged", async (_, status, page) => {
  const { address, countFetches } = await serve((_, response) =>
    response.writeHead(status, HTML).end(page),
  );
  expect(await (await fetch(address)).text()).toBe(page);
  expect(countFetches()).toBe(0);
});

test("an answer with a stricter policy keeps it", async () => {
  const policy = "default-src 'none'";
  const { address } = await serve((_, response) =>
    response.writeHead(200, { ...HTML, "Content-Security-Policy": policy }).end("<p>mail</p>"),
  );
  expect((await fetch(address)).headers.get("content-security-policy")).toBe(policy);
});
