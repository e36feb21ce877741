import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { type SendOptions, sendDigest } from "@/features/digest/delivery/send";
import { runDigest } from "@/features/digest/run";
import { openMailer } from "@/lib/email/mailer";
import { NOW } from "./issue";

/**
 * A process of its own that freezes the due issues and sends them, until it has sent as many emails
 * as its message requests. It reports time, memory and the longest block of the event loop.
 */
process.send?.("loaded");
const [message] = await once(process, "message");
const maxEmails = z.coerce.number().parse(message);

const start = performance.now();
const now = () => new Date(NOW.getTime() + performance.now() - start);
const secondsSince = (from: number) => (performance.now() - from) / 1000;
const readPeakBytes = () => process.resourceUsage().maxRSS * 1024;

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let frozen = { seconds: 0, peak: 0, longestBlock: 0 };
/** Freezing has ended when sending is called. */
function send(options: SendOptions) {
  frozen = { seconds: secondsSince(start), peak: readPeakBytes(), longestBlock: delay.max / 1e6 };
  delay.reset();
  return sendDigest(options);
}

const mailer = openMailer();
let sent = 0;
const countingMailer = {
  ...mailer,
  async send(email: Parameters<typeof mailer.send>[0]) {
    const answer = await mailer.send(email);
    sent += 1;
    return answer;
  },
};
const isStopping = () => sent >= maxEmails;
const summary = await runDigest({ now, mailer: countingMailer, isStopping, send });
mailer.close();
await closeDatabase();
process.send?.(
  JSON.stringify({
    sent,
    seconds: secondsSince(start),
    summary,
    peak: readPeakBytes(),
    frozen,
    longestBlock: delay.max / 1e6,
  }),
);
process.disconnect?.();
