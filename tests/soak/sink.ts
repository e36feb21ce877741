import { SMTPServer } from "smtp-server";

/**
 * A mail server in a process of its own, which outlives the senders that are killed. Started with the
 * argument "record", it reports each email to its parent process; with "count", it only counts them.
 *
 * An email counts as received from its final dot on, even if its sender does not get the answer
 * (RFC 1047).
 */
const record = process.argv[2] === "record";
const report = (message: object) => process.send?.(message);
let openConnections = 0;
let received = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  closeTimeout: 100,
  onData(stream, session, answer) {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => record && chunks.push(chunk));
    stream.on("end", () => {
      received += 1;
      if (record) {
        const [, messageId = ""] =
          /^Message-ID: (\S+)/im.exec(Buffer.concat(chunks).toString("latin1")) ?? [];
        for (const { address } of session.envelope.rcptTo) report({ to: address, messageId });
      }
      answer(null, "taken");
    });
  },
});
// A client that is killed resets its connections.
server.on("error", () => {});
server.server.on("connection", (socket) => {
  openConnections += 1;
  socket.on("close", () => {
    openConnections -= 1;
  });
});

process.on("message", async (question) => {
  if (question !== "idle?") return;
  // Data of a killed sender may still be in the system's buffers.
  while (openConnections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  report({ idle: received });
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  const address = server.server.address();
  report({ port: typeof address === "object" ? address?.port : 0 });
});
