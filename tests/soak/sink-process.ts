import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";

/** A mail that the sink took. */
export type Taken = { to: string; messageId: string };

export type Sink = {
  /** For SMTP_URL */
  url: string;
  /** In order */
  mails: Taken[];
  /** Waits until so many are there. */
  reaches(mails: number): Promise<void>;
  /** Waits until no client is connected; answers how many mails were taken in all. */
  idle(): Promise<number>;
  stop(): Promise<void>;
};

const message = z.union([
  z.object({ to: z.string(), messageId: z.string() }),
  z.object({ idle: z.number() }),
  z.object({ port: z.number() }),
]);

/** Starts tests/soak/sink.ts. Stop it. */
export async function startSink(does: "record" | "count" = "record"): Promise<Sink> {
  const file = path.join(import.meta.dirname, "sink.ts");
  const child = fork(file, [does], { execArgv: ["--import", "tsx"] });
  const mails: Taken[] = [];
  let arrived = () => {};
  let answered = (_taken: number) => {};
  let listens = (_port: number) => {};
  const port = new Promise<number>((resolve) => {
    listens = resolve;
  });
  child.on("message", (sent) => {
    const received = message.parse(sent);
    if ("port" in received) listens(received.port);
    else if ("idle" in received) answered(received.idle);
    else {
      mails.push(received);
      arrived();
    }
  });
  return {
    url: `smtp://127.0.0.1:${await port}`,
    mails,
    async reaches(count) {
      while (mails.length < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    idle() {
      const answer = new Promise<number>((resolve) => {
        answered = resolve;
      });
      child.send("idle?");
      return answer;
    },
    async stop() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}
