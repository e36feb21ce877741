import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { findFreePort } from "../../e2e/site";
import { startSink } from "../../soak/sink-process";

type BenchSink = { name: string; url: string; stop(): Promise<void> };

const SMTP_SINK = "/usr/sbin/smtp-sink";

/** Starts Postfix's sink, a C program that accepts emails faster than Node can send them. */
async function startSmtpSink(): Promise<BenchSink> {
  const port = await findFreePort();
  const args = [...(process.getuid?.() === 0 ? ["-u", "nobody"] : []), `127.0.0.1:${port}`, "100"];
  const child = spawn(SMTP_SINK, args, { stdio: "ignore" });
  const ended = once(child, "exit");
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) break;
    await setTimeout(20);
  }
  return {
    name: "smtp-sink of Debian's postfix",
    url: `smtp://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Starts a sink in a process of its own: Postfix's if it is installed, else one in Node. */
export async function startBenchSink(): Promise<BenchSink> {
  if (existsSync(SMTP_SINK)) return startSmtpSink();
  const { url, stop } = await startSink("count");
  return { name: "smtp-server", url, stop };
}
