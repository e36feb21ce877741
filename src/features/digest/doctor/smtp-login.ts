import { createTransport } from "nodemailer";
import type { Finding } from "./finding";

const subject = "SMTP login";

async function verify(url: string, requireTLS: boolean): Promise<string | null> {
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 };
  const transport = createTransport({ url, requireTLS, ...patience });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    transport.close();
  }
}

/** Logs in as the digest does, first with TLS, and sends nothing. */
export async function checkSmtpLogin(url: string | undefined): Promise<Finding> {
  if (!url) {
    return { level: "to do", subject, message: "SMTP_URL is not set: mails are written to OUTBOX" };
  }
  const { protocol, host } = new URL(url);
  const failure = await verify(url, true);
  if (failure === null) {
    const how = protocol === "smtps:" ? "TLS from the first byte" : "TLS by STARTTLS";
    return { level: "ok", subject, message: `${host} takes it, with ${how}` };
  }
  const plainly = protocol === "smtp:" ? await verify(url, false) : failure;
  if (plainly === null) {
    const message = `${host} takes it without TLS only (${failure}): fine on this machine, not across a network`;
    return { level: "warning", subject, message };
  }
  return {
    level: "to do",
    subject,
    message: `${host} doesn't take it (${plainly}): mend SMTP_URL`,
  };
}
