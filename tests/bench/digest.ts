import { copyFileSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTransport } from "nodemailer";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { env, useEnv } from "@/env";
import { sendDigest } from "@/features/digest/delivery/send";
import { type Email, MAX_CONNECTIONS, openMailer } from "@/lib/email/mailer";
import { plural } from "@/lib/plural";
import { compile } from "../soak/compiled";
import { createSettings } from "../soak/site";
import { freezeOnly, makeBenchSite, NOW } from "./digest/issue";
import { startBenchSink } from "./digest/sinks";
import { computeMedian, formatSpread, readOption } from "./statistics";

/** The product and the bare library take turns, so that a slower phase of the machine meets both. */
const ROUNDS = 5;
const RATE_SUBSCRIBERS = 1_000;
const MEMORY_SUBSCRIBERS = 100_000;
const GOALS = { ratio: 0.5, megabytes: 250 };

/**
 * Measures the emails per second that the product sends, each with its row.
 *
 * @param sentEmails collects them
 */
async function timeProduct(frozen: string, folder: string, sentEmails?: Email[]): Promise<number> {
  const file = path.join(mkdtempSync(path.join(folder, "round-")), "bench.db");
  copyFileSync(frozen, file);
  useEnv({ ...env(), databaseFile: file });
  const mailer = openMailer();
  const send = (email: Email) => {
    sentEmails?.push(email);
    return mailer.send(email);
  };
  const start = performance.now();
  const now = () => new Date(NOW.getTime() + performance.now() - start);
  const { sent, sentence } = await sendDigest({
    now,
    mailer: { ...mailer, send },
    isStopping: () => false,
  });
  const seconds = (performance.now() - start) / 1000;
  mailer.close();
  await closeDatabase();
  if (sent !== RATE_SUBSCRIBERS) throw new Error(`not all were sent: ${sentence}`);
  return sent / seconds;
}

/** Measures nodemailer's pool alone: the same emails and as many connections, but no rows. */
async function timeBare(url: string, emails: Email[]): Promise<number> {
  const transport = createTransport(
    { url, pool: true, maxConnections: MAX_CONNECTIONS, maxRequeues: 0 },
    { from: env().mailFrom },
  );
  const start = performance.now();
  await Promise.all(emails.map((email) => transport.sendMail(email)));
  const seconds = (performance.now() - start) / 1000;
  transport.close();
  return emails.length / seconds;
}

async function isFastEnough(folder: string, url: string): Promise<boolean> {
  const settings = createSettings(folder, { SMTP_URL: url });
  await makeBenchSite(settings, RATE_SUBSCRIBERS);
  await freezeOnly();
  await closeDatabase();
  const frozen = env().databaseFile;
  const emails: Email[] = [];
  await timeProduct(frozen, folder, emails);
  await timeBare(url, emails);
  const rates: number[] = [];
  const bares: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.push(await timeProduct(frozen, folder));
    bares.push(await timeBare(url, emails));
  }
  const ratios = rates.map((rate, round) => rate / (bares[round] ?? Number.NaN));
  const [{ html, text } = {}] = emails;
  const size = (String(html).length + String(text).length) / 1000;
  console.log(
    `${RATE_SUBSCRIBERS} emails of ${size.toFixed(0)} kB, ${ROUNDS} rounds: median (lowest–highest)`,
  );
  console.log(
    `digest              ${formatSpread(rates, 0)} emails/s, each with its row committed`,
  );
  console.log(
    `nodemailer's pool   ${formatSpread(bares, 0)} emails/s, the same emails and connections`,
  );
  console.log(`ratio               ${formatSpread(ratios, 2)}, goal at least ${GOALS.ratio}`);
  return computeMedian(ratios) >= GOALS.ratio;
}

/** The report of the process tests/bench/digest/memory.ts, in seconds, bytes and milliseconds. */
const part = z.object({ seconds: z.number(), peak: z.number(), longestBlock: z.number() });
const report = part.extend({ sent: z.number(), summary: z.string(), frozen: part });

const manifest = z.object({ scripts: z.object({ job: z.string() }) });

/** Reads Node's options from the script of `npm run job`. */
function readJobOptions(): string[] {
  const { scripts } = manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));
  return scripts.job.match(/--\S+/g) ?? [];
}

/** Measures the peak memory of `npm run job digest` for an issue of 100,000 subscribers. */
async function isSmallEnough(folder: string, url: string): Promise<boolean> {
  const settings = createSettings(folder, { SMTP_URL: url });
  await makeBenchSite(settings, MEMORY_SUBSCRIBERS);
  const program = await compile("tests/bench/digest/memory");
  try {
    const process = await program.start(settings, readJobOptions());
    const answer = await process.ask(String(readOption("--emails", 10_000)));
    const { frozen, ...whole } = report.parse(JSON.parse(answer));
    const print = (label: string, { seconds, peak, longestBlock }: z.infer<typeof part>) =>
      console.log(
        `${label.padEnd(36)} in ${seconds.toFixed(1)} s, the event loop blocked for ${longestBlock.toFixed(0)} ms at most; ${(peak / 1e6).toFixed(0)} MB at its peak`,
      );
    print(`frozen for ${plural(MEMORY_SUBSCRIBERS, "subscriber")}`, frozen);
    const sending = { ...whole, seconds: whole.seconds - frozen.seconds };
    print(`${plural(whole.sent, "email")} sent`, sending);
    const megabytes = whole.peak / 1e6;
    console.log(`memory of the job's process: ${megabytes.toFixed(0)} MB, goal ${GOALS.megabytes}`);
    return megabytes <= GOALS.megabytes;
  } finally {
    program.remove();
  }
}

/**
 * Compares the digest's emails per second with those of nodemailer's own pool, and measures the memory
 * for a large issue. The argument `rate` or `memory` runs one of both.
 */
export async function run(folder: string): Promise<boolean> {
  const sink = await startBenchSink();
  console.log(`received by ${sink.name}, in a process of its own`);
  try {
    const parts = ["rate", "memory"].map((name) => path.join(folder, name));
    for (const part of parts) mkdirSync(part);
    const [rate = folder, memory = folder] = parts;
    const only = process.argv[3];
    const isFast = only === "memory" || (await isFastEnough(rate, sink.url));
    const isSmall = only === "rate" || (await isSmallEnough(memory, sink.url));
    return isFast && isSmall;
  } finally {
    await sink.stop();
  }
}
