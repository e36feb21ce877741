import type { Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** `from` is the envelope's. */
export type ReceivedEmail = { raw: string; to: string[]; from: string };

/** How the server refuses: 4xx for now, 5xx for good. */
export type Refusal = { code: number; message: string };

export type MailServerOptions = {
  /** Asked at RCPT TO */
  refuseRecipient?(address: string): Refusal | undefined;
  /** Asked after the final dot, before the answer; the mail counts as received where it is taken */
  afterData?(mail: ReceivedEmail): Refusal | undefined | Promise<Refusal | undefined>;
};

export type MailServer = {
  /** For SMTP_URL */
  url: string;
  /** What was taken, in order */
  emails: ReceivedEmail[];
  /** Breaks every connection off, without an answer. */
  drop(): void;
  stop(): Promise<void>;
};

const asError = (refusal: Refusal | undefined) =>
  refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code });

/** A real SMTP server on a free port of this machine. Stop it when the test is over. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const emails: ReceivedEmail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, answer) =>
      answer(asError(options.refuseRecipient?.(address))),
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const { mailFrom } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        const mail = { raw: Buffer.concat(chunks).toString("utf8"), to, from };
        const refusal = await options.afterData?.(mail);
        if (!refusal) emails.push(mail);
        answer(asError(refusal), "taken");
      });
    },
  });
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  // A client that goes away in the middle is part of what is tested.
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
