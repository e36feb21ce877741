import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";

/** An email that the sink received. */
type SinkEmail = { to: string; messageId: string };

export type Sink = {
  /** For SMTP_URL */
  url: string;
  /** In order of arrival */
  emails: SinkEmail[];
  /** Waits until this many emails have arrived. */
  waitForCount(emails: number): Promise<void>;
  /** Waits until no client is connected, and returns how many emails were received in total. */
  waitUntilIdle(): Promise<number>;
  stop(): Promise<void>;
};

const message = z.union([
  z.object({ to: z.string(), messageId: z.string() }),
  z.object({ idle: z.number() }),
  z.object({ port: z.number() }),
]);

/** Starts tests/soak/sink.ts. Stop it. */
export async function startSink(mode: "record" | "count" = "record"): Promise<Sink> {
  const file = path.join(import.meta.dirname, "sink.ts");
  const child = fork(file, [mode], { execArgv: ["--import", "tsx"] });
  const emails: SinkEmail[] = [];
  let arrived = () => {};
  let answered = (_received: number) => {};
  let listens = (_port: number) => {};
  const port = new Promise<number>((resolve) => {
    listens = resolve;
  });
  child.on("message", (sent) => {
    const received = message.parse(sent);
    if ("port" in received) listens(received.port);
    else if ("idle" in received) answered(received.idle);
    else {
      emails.push(received);
      arrived();
    }
  });
  return {
    url: `smtp://127.0.0.1:${await port}`,
    emails,
    async waitForCount(count) {
      while (emails.length < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    waitUntilIdle() {
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
