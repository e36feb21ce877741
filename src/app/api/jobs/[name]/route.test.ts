import { receiveEmails } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription } from "@tests/factories";
import { expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { now } from "@/lib/clock";
import { DAY } from "@/lib/duration";
import { POST } from "./route";

const TOKEN = "the-token-of-the-jobs";

async function post(name: string, token?: string) {
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const request = new Request(`https://papers.example.org/api/jobs/${name}`, {
    method: "POST",
    headers,
  });
  const answer = await POST(request, { params: Promise.resolve({ name }) });
  return { status: answer.status, body: await answer.json() };
}

const withToken = () => useEnv({ ...env(), jobToken: TOKEN });

test("a job that is posted with the token runs, and the answer contains what it did", async () => {
  withToken();
  await makeSubscription();
  expect(await post("digest", TOKEN)).toEqual({
    status: 200,
    body: { did: expect.stringContaining("No new papers since") },
  });
  expect(await db().digestIssue.count()).toBeGreaterThan(0);
});

test("posted several times at once, the digest is made and sent once", async () => {
  withToken();
  const { emails } = await receiveEmails();
  await makeSubscription("reader-1", { scheduledAt: new Date(now().getTime() - 2 * DAY) });
  const today = now().toISOString().slice(0, 10);
  await ingestEntries([makeEntry({ day: today })], new Date(now().getTime() - 1000));
  const answers = await Promise.all([1, 2, 3].map(() => post("digest", TOKEN)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await vi.waitFor(() => expect(emails).toHaveLength(1));
});

test.each(["nosuch", "constructor", "__proto__", "embed", ""])(
  "%j is not a job that can be posted",
  async (name) => {
    withToken();
    expect(await post(name, TOKEN)).toEqual({
      status: 404,
      body: {
        error: "No such job. The jobs that can be posted are: digest, pull, backup, cleanup.",
      },
    });
  },
);

test("with another token, with none, or without a configured one, nothing runs", async () => {
  expect((await post("digest", TOKEN)).status).toBe(503);
  withToken();
  expect((await post("digest")).status).toBe(401);
  expect((await post("digest", `${TOKEN}s`)).status).toBe(401);
  expect(await db().digestIssue.count()).toBe(0);
});
