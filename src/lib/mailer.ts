import { randomBytes } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import { env } from "@/env";
import { now } from "./clock";
import { dkimOptions } from "./dkim";
import { log } from "./log";

export type Email = Pick<
  SendMailOptions,
  "to" | "subject" | "text" | "html" | "messageId" | "list" | "headers" | "date" | "envelope"
> & {
  /** What the lines between the parts are made of: nodemailer's option that its types don't name */
  baseBoundary?: string;
};

export type Mailer = {
  /**
   * Answers what the server said once it has taken the mail.
   *
   * @throws where it did not: nodemailer's error, and with it as `began` whether a connection was
   * ready and the mail begun. Before that nothing can have gone out.
   */
  send(mail: Email): Promise<string>;
  close(): void;
};

/** So many mails are handed over at once. */
export const MAX_CONNECTIONS = 5;

/** `MAIL_FROM`, under the site's name where it has none. */
function sender(): { from: SendMailOptions["from"] } {
  const { mailFrom, siteName } = env();
  return { from: mailFrom.includes("<") ? mailFrom : { name: siteName, address: mailFrom } };
}

/** No file or address may be read into a mail, whatever its text says. */
const CAREFUL = { disableFileAccess: true, disableUrlAccess: true };

/** How long to wait for a server, in milliseconds; `silence` once it has greeted. */
function timeouts() {
  const silence = env().mail.timeout * 1000;
  return {
    socketTimeout: silence,
    connectionTimeout: Math.min(silence, 60_000),
    greetingTimeout: Math.min(silence, 30_000),
    /** For one mail in all: a server that drips its answers is never silent */
    whole: silence * 5,
  };
}

function smtpMailer(url: string): Mailer {
  const { whole, ...times } = timeouts();
  const transport = createTransport(
    // Its own requeueing would send again behind our back: the delivery row decides.
    {
      ...{ url, pool: true, maxConnections: MAX_CONNECTIONS, maxRequeues: 0 },
      ...times,
      ...CAREFUL,
      ...dkimOptions(),
    },
    sender(),
  );
  // nodemailer's error is the same for a login that broke off and for a line lost after the final
  // dot. But it asks for the message only once it is connected and logged in.
  const begun = new WeakSet<AbortSignal>();
  /** Of these the server has said that it takes the text, which then flows */
  const flowing = new WeakSet<AbortSignal>();
  transport.use("stream", ({ data, message }, done) => {
    const read = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const { signal } = data;
      const stream = read(options);
      if (signal) begun.add(signal);
      if (signal) stream.once("resume", () => flowing.add(signal));
      return stream;
    };
    done();
  });
  async function attempt(mail: Email, spare: number): Promise<string> {
    const { signal, ...controller } = deadline(whole);
    try {
      return (await transport.sendMail({ ...mail, signal })).response ?? "";
    } catch (error) {
      const began = begun.has(signal);
      const isSafe = began && !flowing.has(signal);
      if (spare > 0 && isSafe && isLost(error)) return attempt(mail, spare - 1);
      throw Object.assign(asError(error), { began });
    } finally {
      controller.clear();
    }
  }
  return {
    send: (mail) => attempt(mail, MAX_CONNECTIONS),
    close: () => transport.close(),
  };
}

/** Whether a connection ended without a word, as some servers end each after its mail: the next is caught by it. */
const isLost = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ECONNECTION" || error.code === "ESOCKET") &&
  !("responseCode" in error);

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** A signal that comes unless it is cleared: AbortSignal.timeout would outlive a hundred thousand mails. */
function deadline(time: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), time);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
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
