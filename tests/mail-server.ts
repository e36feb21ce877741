import type { Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** An email as the server received it. `to` and `from` are the envelope's addresses. */
export type ReceivedEmail = { raw: string; to: string[]; from: string };

/** An SMTP refusal: 4xx is temporary, 5xx permanent. */
export type Refusal = { code: number; message: string };

export type MailServerOptions = {
  /** Called at RCPT TO */
  refuseRecipient?(address: string): Refusal | undefined;
  /** Called after the final dot, before the answer. Without a refusal the email is received */
  afterData?(email: ReceivedEmail): Refusal | undefined | Promise<Refusal | undefined>;
};

export type MailServer = {
  /** For SMTP_URL */
  url: string;
  /** The emails received, in order */
  emails: ReceivedEmail[];
  /** Closes every connection without an answer. */
  drop(): void;
  stop(): Promise<void>;
};

const toSmtpError = (refusal: Refusal | undefined) =>
  refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code });

/** Starts a real SMTP server on a free local port. Stop it when the test is over. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const emails: ReceivedEmail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, answer) =>
      answer(toSmtpError(options.refuseRecipient?.(address))),
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const { mailFrom } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        const email = { raw: Buffer.concat(chunks).toString("utf8"), to, from };
        const refusal = await options.afterData?.(email);
        if (!refusal) emails.push(email);
        answer(toSmtpError(refusal), "taken");
      });
    },
  });
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  // Tests may disconnect in the middle of a session.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (typeof address !== "object" || !address) throw new Error("the mail server has no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    emails,
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
