import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { type SendOptions, sendDigest } from "@/features/digest/delivery/send";
import { runDigest } from "@/features/digest/run";
import { openMailer } from "@/lib/mailer";
import { NOW } from "./issue";

/** Freezes and sends in a process of its own, until so many mails are out; answers what it took. */
process.send?.("loaded");
const [most] = await once(process, "message");
const mails = z.coerce.number().parse(most);

const start = performance.now();
const time = () => new Date(NOW.getTime() + performance.now() - start);
const secondsSince = (from: number) => (performance.now() - from) / 1000;
const peak = () => process.resourceUsage().maxRSS * 1024;

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let frozen = { seconds: 0, peak: 0, longestBlock: 0 };
/** What sending is called for begins where freezing has ended. */
function send(sending: SendOptions) {
  frozen = { seconds: secondsSince(start), peak: peak(), longestBlock: delay.max / 1e6 };
  delay.reset();
  return sendDigest(sending);
}

const mailer = openMailer();
let sent = 0;
const counting = {
  ...mailer,
  async send(mail: Parameters<typeof mailer.send>[0]) {
    const answer = await mailer.send(mail);
    sent += 1;
    return answer;
  },
};
const isStopping = () => sent >= mails;
const did = await runDigest({ now: time, mailer: counting, isStopping, send });
mailer.close();
await closeDatabase();
process.send?.(
  JSON.stringify({
    ...{ sent, seconds: secondsSince(start), did, peak: peak(), frozen },
    longestBlock: delay.max / 1e6,
  }),
);
process.disconnect?.();
