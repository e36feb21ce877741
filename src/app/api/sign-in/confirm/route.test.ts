import { receiveEmails } from "@tests/digest";
import { createBrowserHeaders, readToken } from "@tests/sign-in";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { requestSignIn } from "@/features/auth/mutations";
import { POST as confirm } from "./route";

function send(fields: Record<string, string>, browser?: Headers): Promise<Response> {
  const headers = new Headers(browser);
  headers.set("sec-fetch-site", "same-origin");
  const url = "https://papers.example.org/api/sign-in/confirm";
  const body = new URLSearchParams(fields);
  return confirm(new Request(url, { method: "POST", headers, body }), {});
}

test("a double click and a later click on the button sign in; a stranger with the link is refused", async () => {
  const { emails } = await receiveEmails();
  await requestSignIn("ada@example.org", {});
  const fields = { token: await readToken(emails[0]), to: "/papers", form: "form-1" };
  const [first, second] = await Promise.all([send(fields), send(fields)]);
  for (const answer of [first, second]) {
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/papers");
    expect(answer.headers.getSetCookie().join()).toContain("session_token");
  }
  const browser = createBrowserHeaders(second.headers.getSetCookie());
  expect((await send({ ...fields, form: "form-2" }, browser)).status).toBe(303);
  expect((await send({ ...fields, form: "form-3" })).status).toBe(400);
  expect(await db().session.count()).toBe(1);
});
