import { createTransport } from "nodemailer";
import { SECOND } from "@/lib/duration";
import { createFindings, type Finding } from "./finding";

const TIMEOUT_MS = 10 * SECOND;

/** Connects and logs in. Returns the error's message, or null on success. */
async function tryLogin(url: string, requireTLS: boolean): Promise<string | null> {
  const transport = createTransport({
    url,
    requireTLS,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    transport.close();
  }
}

/**
 * Checks the login to the mail server, first with TLS and then without, and sends nothing. The
 * finding never contains the password.
 */
export async function checkSmtpLogin(url: string | undefined): Promise<Finding> {
  const { ok, warning, toDo } = createFindings("SMTP login");
  if (!url) return toDo("SMTP_URL is not set: emails are written to OUTBOX");
  const { protocol, host } = new URL(url);
  const failure = await tryLogin(url, true);
  if (failure === null) {
    const encryption = protocol === "smtps:" ? "TLS from the first byte" : "TLS by STARTTLS";
    return ok(`${host} accepts the login, with ${encryption}`);
  }
  // smtps has TLS from the first byte, so it can't be tried without TLS.
  const failureWithoutTls = protocol === "smtp:" ? await tryLogin(url, false) : failure;
  if (failureWithoutTls === null) {
    return warning(
      `${host} accepts the login only without TLS (${failure}): fine on this machine, but not across a network`,
    );
  }
  return toDo(`${host} does not accept the login (${failureWithoutTls}): correct SMTP_URL`);
}
