import { makeSubscription } from "@tests/factories";
import { createReturned } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { POST } from "./route";

const TOKEN = "the-job-token-of-the-tests";

beforeEach(() => useEnv({ ...env(), jobToken: TOKEN }));

async function post(body: string, headers: Record<string, string> = {}) {
  const request = new Request("https://papers.example.org/api/bounces", {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "message/rfc822", ...headers },
    body: new TextEncoder().encode(body),
  });
  const answer = await POST(request, {});
  return { status: answer.status, body: await answer.json() };
}

const bounce = () => shapes["Postfix, no such user"]?.mail(createReturned("reader-1")) ?? "";
const stateNow = async () => (await db().subscription.findFirstOrThrow()).state;

test("a bounce that is posted stops its reader, and says so", async () => {
  await makeSubscription();
  const answer = { status: 200, body: { kind: "hard", reader: true } };
  expect(await post(bounce())).toEqual(answer);
  expect(await stateNow()).toBe("stopped");
  expect(await post(bounce(), { "Content-Type": "Message/RFC822; charset=us-ascii" })).toEqual(
    answer,
  );
});

test("any other mail is kept and stops nobody", async () => {
  await makeSubscription();
  const answer = { status: 200, body: { kind: "ignored", reader: false } };
  expect(await post("Subject: hello\r\n\r\nhello")).toEqual(answer);
  expect(await stateNow()).toBe("active");
});

test.each([
  [401, { Authorization: "Bearer wrong" }, undefined],
  [401, { Authorization: "" }, undefined],
  [415, { "Content-Type": "text/plain" }, undefined],
  [415, { "Content-Type": "message/rfc822x" }, undefined],
  [415, { "Content-Encoding": "gzip" }, undefined],
  [400, {}, ""],
  [413, {}, "a".repeat(1024 * 1024 + 1)],
] as const)("%i with a sentence, and nothing is kept: %j", async (status, headers, body) => {
  await makeSubscription();
  const answer = await post(body ?? bounce(), headers);
  expect(answer).toEqual({ status, body: { error: expect.stringMatching(/ .*[.]$/) } });
  expect(await db().bounce.count()).toBe(0);
  expect(await stateNow()).toBe("active");
});

test("503 where no token is set", async () => {
  useEnv({ ...env(), jobToken: undefined });
  expect(await post(bounce())).toEqual({
    status: 503,
    body: { error: "Set JOB_TOKEN in .env to switch this on." },
  });
});
