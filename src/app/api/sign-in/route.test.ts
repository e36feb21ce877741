import { receiveEmails } from "@tests/digest";
import { openSession } from "@tests/sign-in";
import { beforeEach, expect, test } from "vitest";
import { requestSignIn } from "@/features/auth/mutations";
import { forgetOnce } from "@/lib/process-wide";
import { POST as requestLink } from "./route";

beforeEach(() => {
  forgetOnce("email requests");
});

function request(email: string, client: string, headers?: Headers): Promise<Response> {
  const all = new Headers(headers);
  all.set("sec-fetch-site", "same-origin");
  all.set("x-daily-papers-client", client);
  const url = "https://papers.example.org/api/sign-in";
  const body = new URLSearchParams({ email });
  return requestLink(new Request(url, { method: "POST", headers: all, body }), {});
}

test("one client can't send emails to hundreds of strangers, and others can still sign in", async () => {
  const { emails } = await receiveEmails();
  const answers = [];
  for (let index = 0; index < 60; index += 1) {
    answers.push(await request(`stranger-${index}@example.net`, "192.0.2.1"));
  }
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(20);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(40);
  for (const { headers } of refused) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await request("ada@example.org", "198.51.100.1")).status).toBe(303);
  expect(emails).toHaveLength(21);
});

test("the owner of an address can't be locked out by a stranger", async () => {
  await receiveEmails();
  for (let time = 0; time < 10; time += 1) await request("ada@example.org", "192.0.2.1");
  expect((await request("ada+x@example.org", "192.0.2.1")).status).toBe(429);
  expect((await request("ada@example.org", "198.51.100.1")).status).toBe(303);
});

test("a person with a session gets a link although their network has used up its requests", async () => {
  const { emails } = await receiveEmails();
  await requestSignIn("ada@example.org", {});
  const browser = await openSession(emails[0]);
  for (let index = 0; index < 21; index += 1) await request(`s${index}@example.net`, "192.0.2.1");
  expect((await request("grace@example.org", "192.0.2.1")).status).toBe(429);
  expect((await request("ada@example.org", "192.0.2.1", browser)).status).toBe(303);
});
