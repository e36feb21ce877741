import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import { env } from "@/env";
import { findMailbox } from "@/env/email-address";
import { now } from "@/lib/clock";
import { MINUTE, SECOND } from "@/lib/duration";
import { log } from "@/lib/log";
import { getDkimOptions } from "./dkim";
import { createOutboxName } from "./outbox";

export type Email = Pick<
  SendMailOptions,
  "to" | "subject" | "text" | "html" | "messageId" | "list" | "headers" | "date" | "envelope"
> & {
  /** Seed of the boundaries between the parts: an option of nodemailer that its types lack */
  baseBoundary?: string;
};

export type Mailer = {
  /**
   * Sends an email and returns the server's answer after it has accepted it.
   *
   * @throws nodemailer's error if the server did not accept it. Its property `began` is true if a
   * connection was ready and the email was begun; otherwise nothing can have been sent
   */
  send(email: Email): Promise<string>;
  close(): void;
};

/** Connections to the mail server, and so emails that are sent at the same time. */
export const MAX_CONNECTIONS = 5;

/** Keeps nodemailer from reading a file or a web address into an email. */
const NO_INCLUDES = { disableFileAccess: true, disableUrlAccess: true };

/** Returns the sender: `MAIL_FROM`, with the site's name if it has no name of its own. */
function getSender(): { from: SendMailOptions["from"] } {
  const { mailFrom, siteName } = env();
  // As an object, because nodemailer reads text with a comma in the name as two senders.
  const { name, address } = findMailbox(mailFrom) ?? { name: "", address: mailFrom };
  return { from: { name: name || siteName, address } };
}

/** Creates a mailer for the mail server of `SMTP_URL`. */
function createSmtpMailer(url: string): Mailer {
  const silence = env().mail.timeout * SECOND;
  // A server that sends its answers byte by byte is never silent: this limits one email as a whole.
  const maxDuration = silence * 5;
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: MAX_CONNECTIONS,
      // nodemailer must not repeat an email by itself: whether to retry depends on the delivery's row.
      maxRequeues: 0,
      socketTimeout: silence,
      connectionTimeout: Math.min(silence, MINUTE),
      greetingTimeout: Math.min(silence, 30 * SECOND),
      ...NO_INCLUDES,
      ...getDkimOptions(),
    },
    getSender(),
  );

  // nodemailer reports the same error for a login that broke off and for a connection lost after the
  // final dot. But it opens the message's stream only after it has connected and logged in.
  const begunEmails = new WeakSet<AbortSignal>();
  // The stream flows only after the server has answered that it is ready for the text.
  const flowingEmails = new WeakSet<AbortSignal>();
  transport.use("stream", ({ data, message }, done) => {
    const createReadStream = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = createReadStream(options);
      const { signal } = data;
      if (signal) {
        begunEmails.add(signal);
        stream.once("resume", () => flowingEmails.add(signal));
      }
      return stream;
    };
    done();
  });

  /**
   * Sends an email. Some servers end each connection after one email, without an answer, so that the
   * next email gets a connection that is already closed. If its text did not flow yet, nothing was
   * sent, and it is sent over another connection, at most `retries` times.
   */
  async function attempt(email: Email, retries: number): Promise<string> {
    const deadline = startDeadline(maxDuration);
    const { signal } = deadline;
    try {
      return (await transport.sendMail({ ...email, signal })).response ?? "";
    } catch (error) {
      const began = begunEmails.has(signal);
      const isUnsent = began && !flowingEmails.has(signal);
      if (retries > 0 && isUnsent && isClosedConnection(error)) return attempt(email, retries - 1);
      throw Object.assign(toError(error), { began });
    } finally {
      deadline.clear();
    }
  }

  return {
    // The pool may contain one closed connection for each of its connections.
    send: (email) => attempt(email, MAX_CONNECTIONS),
    close: () => transport.close(),
  };
}

/** Returns whether the connection ended without an answer. */
const isClosedConnection = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ECONNECTION" || error.code === "ESOCKET") &&
  !("responseCode" in error);

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** Starts a timer that aborts a signal. AbortSignal.timeout can't be cleared: timers of 100,000 emails would pile up. */
function startDeadline(milliseconds: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

/** Creates a mailer that writes each email to a file, so that a site can be tried without a mail server. */
function createOutboxMailer(folder: string): Mailer {
  const transport = createTransport(
    {
      streamTransport: true,
      buffer: true,
      newline: "windows",
      ...NO_INCLUDES,
      ...getDkimOptions(),
    },
    getSender(),
  );
  return {
    async send(email) {
      const { message } = await transport.sendMail(email);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = createOutboxName(now());
      const file = path.join(/* turbopackIgnore: true */ folder, name);
      // Renamed when it is complete, so that no program reads half a file.
      await writeFile(`${file}.part`, message, { mode: 0o600 });
      await rename(`${file}.part`, file);
      log.info("email written to the outbox, because SMTP_URL is not set", { file });
      return `written to ${name}`;
    },
    close: () => transport.close(),
  };
}

/** Opens a mailer: for the mail server of `SMTP_URL`, or for the outbox folder if none is set. Close it. */
export function openMailer(): Mailer {
  const { smtpUrl, outbox } = env();
  return smtpUrl ? createSmtpMailer(smtpUrl) : createOutboxMailer(outbox);
}
