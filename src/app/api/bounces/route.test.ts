import { createReturnedEmail } from "@tests/bounce-samples/build";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import { makeSubscription } from "@tests/factories";
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

const buildBounce = () =>
  bounceSamples["Postfix, no such user"]?.build(createReturnedEmail("reader-1")) ?? "";
const getState = async () => (await db().subscription.findFirstOrThrow()).state;

test("a posted bounce stops its subscription, and the answer contains its kind", async () => {
  await makeSubscription();
  const answer = { status: 200, body: { kind: "hard", reader: true } };
  expect(await post(buildBounce())).toEqual(answer);
  expect(await getState()).toBe("stopped");
  expect(await post(buildBounce(), { "Content-Type": "Message/RFC822; charset=us-ascii" })).toEqual(
    answer,
  );
});

test("any other email stops no subscription", async () => {
  await makeSubscription();
  const answer = { status: 200, body: { kind: "ignored", reader: false } };
  expect(await post("Subject: hello\r\n\r\nhello")).toEqual(answer);
  expect(await getState()).toBe("active");
});

test.each([
  [401, { Authorization: "Bearer wrong" }, undefined],
  [401, { Authorization: "" }, undefined],
  [415, { "Content-Type": "text/plain" }, undefined],
  [415, { "Content-Type": "message/rfc822x" }, undefined],
  [415, { "Content-Encoding": "gzip" }, undefined],
  [400, {}, ""],
  [413, {}, "a".repeat(1024 * 1024 + 1)],
] as const)("%i with a sentence, and nothing is recorded: %j", async (status, headers, body) => {
  await makeSubscription();
  const answer = await post(body ?? buildBounce(), headers);
  expect(answer).toEqual({ status, body: { error: expect.stringMatching(/ .*[.]$/) } });
  expect(await db().bounce.count()).toBe(0);
  expect(await getState()).toBe("active");
});

test("503 without a configured token", async () => {
  useEnv({ ...env(), jobToken: undefined });
  expect(await post(buildBounce())).toEqual({
    status: 503,
    body: { error: "Set JOB_TOKEN in .env to switch this on." },
  });
});
