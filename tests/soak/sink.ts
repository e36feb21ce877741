import { SMTPServer } from "smtp-server";

/**
 * A mail server in a process of its own, which outlives the senders that are killed: it tells its
 * parent each mail that it takes (started with the word "record"), or only counts them ("count").
 *
 * As RFC 1047 has it, a mail counts from its final dot on, whether or not its sender hears of it.
 */
const record = process.argv[2] === "record";
const tell = (message: object) => process.send?.(message);
let open = 0;
let taken = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  closeTimeout: 100,
  onData(stream, session, answer) {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => record && chunks.push(chunk));
    stream.on("end", () => {
      taken += 1;
      if (record) {
        const [, messageId = ""] =
          /^Message-ID: (\S+)/im.exec(Buffer.concat(chunks).toString("latin1")) ?? [];
        for (const { address } of session.envelope.rcptTo) tell({ to: address, messageId });
      }
      answer(null, "taken");
    });
  },
});
// A client that is killed in the middle resets its connections.
server.on("error", () => {});
server.server.on("connection", (socket) => {
  open += 1;
  socket.on("close", () => {
    open -= 1;
  });
});

process.on("message", async (question) => {
  if (question !== "idle?") return;
  // What a dead sender had handed to the system is still being read.
  while (open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  tell({ idle: taken });
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  const address = server.server.address();
  tell({ port: typeof address === "object" ? address?.port : 0 });
});
