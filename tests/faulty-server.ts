import { createServer, type Socket } from "node:net";

export type Step =
  | "greeting"
  | "EHLO"
  | "STARTTLS"
  | "AUTH"
  | "MAIL"
  | "RCPT"
  | "DATA"
  | "body"
  | "dot";

/** The server's reaction in place of its usual reply. */
export type Reaction =
  | { sends: string }
  /** Sends a line and then resets the connection */
  | { sendsAndResets: string }
  /** Sends a line and closes the connection at once */
  | { sendsAndEnds: string }
  /** Sends the beginning of a line and closes the connection */
  | { sendsHalf: string }
  /** Sends a line byte by byte */
  | { drips: string }
  | "resets"
  | "hangs up"
  | "is silent"
  /** Sends a reply that never ends */
  | "drips forever";

export type Script = {
  createFault?: Step;
  does?: Reaction;
  /** The extensions in the reply to EHLO: PIPELINING, STARTTLS, AUTH PLAIN */
  extensions?: string[];
};

const HEALTHY_REPLIES: Record<Step, string> = {
  greeting: "220 made up",
  EHLO: "250 made up",
  STARTTLS: "220 go ahead",
  AUTH: "235 welcome",
  MAIL: "250 sender",
  RCPT: "250 recipient",
  DATA: "354 go on",
  body: "",
  dot: "250 taken",
};

const sleep = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

async function react(socket: Socket, does: Reaction): Promise<void> {
  if (does === "resets") socket.resetAndDestroy();
  else if (does === "hangs up") socket.end();
  else if (does === "is silent") return;
  else if (does === "drips forever") {
    while (!socket.destroyed) {
      socket.write("250-and\r\n");
      await sleep(20);
    }
  } else if ("drips" in does) {
    for (const byte of `${does.drips}\r\n`) {
      socket.write(byte);
      await sleep(5);
    }
  } else if ("sendsAndEnds" in does) socket.end(`${does.sendsAndEnds}\r\n`);
  else if ("sendsHalf" in does) socket.end(does.sendsHalf);
  else if ("sendsAndResets" in does) {
    socket.write(`${does.sendsAndResets}\r\n`);
    await sleep(30);
    socket.resetAndDestroy();
  } else socket.write(`${does.sends}\r\n`);
}

type FaultyServer = {
  port: number;
  /** The Message-ID of each email whose final dot arrived, with any reply */
  received: string[];
  stop(): Promise<void>;
};

/** Starts an SMTP server on a free port that misbehaves at one step of each session, as its script determines. */
export async function startFaultyServer(script: Script): Promise<FaultyServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();

  async function reply(socket: Socket, step: Step): Promise<void> {
    if (step === script.createFault && script.does) return react(socket, script.does);
    const [code = "", text = ""] = HEALTHY_REPLIES[step].split(" ");
    const more = step === "EHLO" ? (script.extensions ?? []) : [];
    for (const line of [text, ...more].slice(0, -1)) socket.write(`${code}-${line}\r\n`);
    const last = more.at(-1) ?? HEALTHY_REPLIES[step].slice(4);
    if (HEALTHY_REPLIES[step]) socket.write(`${code} ${last}\r\n`);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let text = "";
    let inBody = false;
    let refused = false;

    socket.on("data", async (chunk) => {
      text += chunk.toString("latin1");
      if (inBody && script.createFault === "body" && script.does) {
        text = "";
        return react(socket, script.does);
      }
      for (;;) {
        const end = text.indexOf(inBody ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const part = text.slice(0, end);
        text = text.slice(end + (inBody ? 5 : 2));
        if (inBody) {
          inBody = false;
          received.push(/^message-id: (.*)$/im.exec(part)?.[1] ?? "none");
          await reply(socket, "dot");
        } else {
          const step = parseStep(part);
          if (step === script.createFault) refused = step === "MAIL" || step === "RCPT";
          if (step === "DATA" && refused) {
            socket.write("503 no recipient\r\n");
            continue;
          }
          if (step === "DATA") inBody = script.createFault !== "DATA";
          await (step ? reply(socket, step) : react(socket, { sends: "250 as you like" }));
        }
      }
    });
    reply(socket, "greeting");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the faulty server has no port");
  return {
    port: address.port,
    received,
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function parseStep(line: string): Step | undefined {
  const word = line.slice(0, 4).toUpperCase();
  if (word === "EHLO" || word === "HELO") return "EHLO";
  if (word === "STAR") return "STARTTLS";
  return (["AUTH", "MAIL", "RCPT", "DATA"] as const).find((step) => step === word);
}
