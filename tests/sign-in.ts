import type { ReceivedMail } from "@tests/mail-server";
import { simpleParser } from "mailparser";
import { confirmSignIn } from "@/features/auth/mutations";

/** The link that a mail tells its reader. */
export async function linkOf(mail: ReceivedMail | undefined): Promise<URL> {
  const { text = "" } = await simpleParser(mail?.raw ?? "");
  return new URL(/https:\S+/.exec(text)?.[0] ?? "");
}

export async function tokenOf(mail: ReceivedMail | undefined): Promise<string> {
  return (await linkOf(mail)).searchParams.get("token") ?? "";
}

/** The headers of a browser that was told these cookies. */
export function browserWith(cookies: string[]): Headers {
  return new Headers({ cookie: cookies.map((line) => line.replace(/;.*/s, "")).join("; ") });
}

/** Uses a mailed link up, and answers the browser that did. */
export async function openSession(mail: ReceivedMail | undefined): Promise<Headers> {
  const { cookies } = await confirmSignIn(await tokenOf(mail));
  return browserWith(cookies);
}
