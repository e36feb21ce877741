import type { ReceivedEmail } from "@tests/mail-server";
import { simpleParser } from "mailparser";
import { confirmSignIn } from "@/features/auth/mutations";

/** The link that a mail tells its reader. */
export async function readLink(mail: ReceivedEmail | undefined): Promise<URL> {
  const { text = "" } = await simpleParser(mail?.raw ?? "");
  return new URL(/https:\S+/.exec(text)?.[0] ?? "");
}

export async function readToken(mail: ReceivedEmail | undefined): Promise<string> {
  return (await readLink(mail)).searchParams.get("token") ?? "";
}

/** The headers of a browser that was told these cookies. */
export function createBrowserHeaders(cookies: string[]): Headers {
  return new Headers({ cookie: cookies.map((line) => line.replace(/;.*/s, "")).join("; ") });
}

/** Uses a mailed link up, and answers the browser that did. */
export async function openSession(mail: ReceivedEmail | undefined): Promise<Headers> {
  const { cookies } = await confirmSignIn(await readToken(mail));
  return createBrowserHeaders(cookies);
}
