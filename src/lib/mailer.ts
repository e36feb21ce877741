import { randomBytes } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import { env } from "@/env";
import { now } from "./clock";
import { dkimOptions } from "./dkim";
import { log } from "./log";

export type Mail = Pick<
  SendMailOptions,
  "to" | "subject" | "text" | "html" | "messageId" | "list" | "headers" | "date"
> & {
  /** What the lines between the parts are made of: nodemailer's option that its types don't name */
  baseBoundary?: string;
};

export type Mailer = {
  /** Answers what the server said once it has taken the mail. @throws where it did not */
  send(mail: Mail): Promise<string>;
  close(): void;
};

/** `MAIL_FROM`, under the site's name where it has none. */
function sender(): { from: SendMailOptions["from"] } {
  const { mailFrom, siteName } = env();
  return { from: mailFrom.includes("<") ? mailFrom : { name: siteName, address: mailFrom } };
}

/** No file or address may be read into a mail, whatever its text says. */
const CAREFUL = { disableFileAccess: true, disableUrlAccess: true };

function smtpMailer(url: string): Mailer {
  const transport = createTransport(
    // Its own requeueing would send again behind our back: the delivery row decides.
    {
      url,
      pool: true,
      maxConnections: 5,
      maxRequeues: 0,
      socketTimeout: 120_000,
      ...CAREFUL,
      ...dkimOptions(),
    },
    sender(),
  );
  return {
    async send(mail) {
      const answer = await transport.sendMail(mail);
      return answer.response;
    },
    close: () => transport.close(),
  };
}

/** Writes each mail as a file, so that a site without a mail server can still be tried. */
function outboxMailer(folder: string): Mailer {
  const transport = createTransport(
    { streamTransport: true, buffer: true, newline: "windows", ...CAREFUL, ...dkimOptions() },
    sender(),
  );
  return {
    async send(mail) {
      const { message } = await transport.sendMail(mail);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${now().toISOString().replaceAll(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}.eml`;
      const file = path.join(/* turbopackIgnore: true */ folder, name);
      await writeFile(`${file}.part`, message, { mode: 0o600 });
      await rename(`${file}.part`, file);
      log.info("mail written, not sent: SMTP_URL is not set", { file });
      return `written to ${name}`;
    },
    close: () => transport.close(),
  };
}

/** The mail server of `SMTP_URL` (pooled; close it), or the outbox folder where none is set. */
export function openMailer(): Mailer {
  const { smtpUrl, outbox } = env();
  return smtpUrl ? smtpMailer(smtpUrl) : outboxMailer(outbox);
}
