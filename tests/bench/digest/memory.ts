import { once } from "node:events";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { runDigest } from "@/features/digest/run";
import { openMailer } from "@/lib/mailer";
import { NOW } from "./issue";

/** Freezes and sends in a process of its own, until so many mails are out; answers what it took. */
process.send?.("loaded");
const [most] = await once(process, "message");
const mails = z.coerce.number().parse(most);

const start = performance.now();
const time = () => new Date(NOW.getTime() + performance.now() - start);
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
const did = await runDigest({ now: time, mailer: counting, stopping: () => sent >= mails });
mailer.close();
await closeDatabase();
const seconds = (performance.now() - start) / 1000;
process.send?.(JSON.stringify({ sent, seconds, did, peak: process.resourceUsage().maxRSS * 1024 }));
process.disconnect?.();
