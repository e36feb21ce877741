import type { ReceivedEmail } from "@tests/mail-server";
import { simpleParser } from "mailparser";
import { confirmSignIn } from "@/features/auth/mutations";

/** Returns the first link in an email. */
export async function readLink(email: ReceivedEmail | undefined): Promise<URL> {
  const { text = "" } = await simpleParser(email?.raw ?? "");
  return new URL(/https:\S+/.exec(text)?.[0] ?? "");
}

export async function readToken(email: ReceivedEmail | undefined): Promise<string> {
  return (await readLink(email)).searchParams.get("token") ?? "";
}

/** Returns the request headers of a browser that got these Set-Cookie headers. */
export function createBrowserHeaders(cookies: string[]): Headers {
  return new Headers({ cookie: cookies.map((line) => line.replace(/;.*/s, "")).join("; ") });
}

/** Uses up an emailed link. Returns the request headers of the browser that did. */
export async function openSession(email: ReceivedEmail | undefined): Promise<Headers> {
  const { cookies } = await confirmSignIn(await readToken(email));
  return createBrowserHeaders(cookies);
}
