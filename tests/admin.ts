import { receiveEmails } from "@tests/digest";
import type { MailServerOptions } from "@tests/mail-server";
import { openSession } from "@tests/sign-in";
import { env, useEnv } from "@/env";
import { requestSignIn } from "@/features/auth/mutations";
import { verifyNotice } from "@/features/digest/admin/signed-notice";

const SITE = "https://papers.example.org";

type Handle = (request: Request, context: unknown) => Promise<Response>;

/** Signs in by an emailed link. Returns the browser's headers and the mail server. */
export async function signIn(email: string, options: MailServerOptions = {}) {
  const server = await receiveEmails(options);
  await requestSignIn(email, {});
  const browser = await openSession(server.emails.shift());
  return { browser, server };
}

let adminCount = 0;

/** Signs in with a new address each time, because one address gets only a few links an hour. */
export async function signInAsAdmin(options: MailServerOptions = {}) {
  const email = `olga-${++adminCount}@example.org`;
  useEnv({ ...env(), adminEmails: [email] });
  return { email, ...(await signIn(email, options)) };
}

export const get = (handle: Handle, browser: Headers, query = "") =>
  handle(new Request(`${SITE}/api/admin${query}`, { headers: browser }), {});

export function post(
  handle: Handle,
  browser: Headers,
  fields: Record<string, string> | FormData | Blob = {},
  origin = "same-origin",
) {
  const headers = new Headers(browser);
  headers.set("sec-fetch-site", origin);
  const isBody = fields instanceof FormData || fields instanceof Blob;
  const body = isBody ? fields : new URLSearchParams(fields);
  return handle(new Request(`${SITE}/api/admin`, { method: "POST", headers, body }), {});
}

/** Returns the notice that a response's redirect shows. */
export function readNotice(response: Response): string | null {
  const { searchParams } = new URL(response.headers.get("location") ?? "", SITE);
  return verifyNotice(searchParams.get("notice"), env().secret);
}
