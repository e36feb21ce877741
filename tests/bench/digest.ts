import { copyFileSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTransport } from "nodemailer";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { env, useEnv } from "@/env";
import { sendDigest } from "@/features/digest/delivery/send";
import { type Email, MAX_CONNECTIONS, openMailer } from "@/lib/mailer";
import { compile } from "../soak/compiled";
import { siteSettings } from "../soak/site";
import { freezeOnly, makeBenchSite, NOW } from "./digest/issue";
import { startBenchSink } from "./digest/sinks";

/** Rounds, in turn, so that a drift of the machine meets both. */
const ROUNDS = 5;
const READERS = 1_000;
const GOALS = { ratio: 0.5, megabytes: 250 };
/** Of these readers, so many are mailed while memory is measured. */
const MANY = 100_000;

const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const spread = (numbers: number[], digits: number) =>
  `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;

/** Mails a second with a row for each, by the product; `mails` collects them. */
async function timeProduct(frozen: string, folder: string, mails?: Email[]): Promise<number> {
  const file = path.join(mkdtempSync(path.join(folder, "round-")), "bench.db");
  copyFileSync(frozen, file);
  useEnv({ ...env(), databaseFile: file });
  const mailer = openMailer();
  const send = (mail: Email) => {
    mails?.push(mail);
    return mailer.send(mail);
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
  if (sent !== READERS) throw new Error(`not all were sent: ${sentence}`);
  return sent / seconds;
}

/** Mails a second by nodemailer's pool alone: the same mails, as many connections, no rows. */
async function timeBare(url: string, mails: Email[]): Promise<number> {
  const transport = createTransport(
    { url, pool: true, maxConnections: MAX_CONNECTIONS, maxRequeues: 0 },
    { from: env().mailFrom },
  );
  const start = performance.now();
  await Promise.all(mails.map((mail) => transport.sendMail(mail)));
  const seconds = (performance.now() - start) / 1000;
  transport.close();
  return mails.length / seconds;
}

async function comparesWell(folder: string, url: string): Promise<boolean> {
  const settings = siteSettings(folder, { SMTP_URL: url });
  await makeBenchSite(settings, READERS);
  await freezeOnly();
  await closeDatabase();
  const frozen = env().databaseFile;
  const mails: Email[] = [];
  await timeProduct(frozen, folder, mails);
  await timeBare(url, mails);
  const rates: number[] = [];
  const bares: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.push(await timeProduct(frozen, folder));
    bares.push(await timeBare(url, mails));
  }
  const ratios = rates.map((rate, round) => rate / (bares[round] ?? Number.NaN));
  const [{ html, text } = {}] = mails;
  const size = (String(html).length + String(text).length) / 1000;
  console.log(`${READERS} mails of ${size.toFixed(0)} kB, ${ROUNDS} rounds: median (least–most)`);
  console.log(`digest              ${spread(rates, 0)} mails/s, each with its row committed`);
  console.log(`nodemailer's pool   ${spread(bares, 0)} mails/s, the same mails and connections`);
  console.log(`ratio               ${spread(ratios, 2)}, goal at least ${GOALS.ratio}`);
  return median(ratios) >= GOALS.ratio;
}

/** In bytes, seconds and milliseconds. */
const part = z.object({ seconds: z.number(), peak: z.number(), longestBlock: z.number() });
const answer = part.extend({ sent: z.number(), did: z.string(), frozen: part });

const manifest = z.object({ scripts: z.object({ job: z.string() }) });

/** Node's options of `npm run job`. */
function jobOptions(): string[] {
  const { scripts } = manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));
  return scripts.job.match(/--\S+/g) ?? [];
}

/** Peak memory of `npm run job digest` that freezes an issue for 100,000 readers and sends it. */
async function isSmall(folder: string, url: string): Promise<boolean> {
  const settings = siteSettings(folder, { SMTP_URL: url });
  await makeBenchSite(settings, MANY);
  const program = await compile("tests/bench/digest/memory");
  try {
    const process = await program.start(settings, jobOptions());
    const told = await process.ask(String(option("--mails", 10_000)));
    const { frozen, ...whole } = answer.parse(JSON.parse(told));
    const say = (what: string, { seconds, peak, longestBlock }: z.infer<typeof part>) =>
      console.log(
        `${what.padEnd(36)} in ${seconds.toFixed(1)} s, the event loop blocked for ${longestBlock.toFixed(0)} ms at most; ${(peak / 1e6).toFixed(0)} MB at its peak`,
      );
    say(`frozen for ${MANY.toLocaleString("en")} readers`, frozen);
    const sending = { ...whole, seconds: whole.seconds - frozen.seconds };
    say(`${whole.sent.toLocaleString("en")} mails sent`, sending);
    const megabytes = whole.peak / 1e6;
    console.log(`memory of the job's process: ${megabytes.toFixed(0)} MB, goal ${GOALS.megabytes}`);
    return megabytes <= GOALS.megabytes;
  } finally {
    program.remove();
  }
}

/** Mails per second beside nodemailer's own pool, and the memory of a large issue; `rate` or `memory` alone. */
export async function run(folder: string): Promise<boolean> {
  const sink = await startBenchSink();
  console.log(`into ${sink.name}, in a process of its own`);
  try {
    const parts = ["rate", "memory"].map((name) => path.join(folder, name));
    for (const part of parts) mkdirSync(part);
    const [rate = folder, memory = folder] = parts;
    const only = process.argv[3];
    const quick = only === "memory" || (await comparesWell(rate, sink.url));
    const small = only === "rate" || (await isSmall(memory, sink.url));
    return quick && small;
  } finally {
    await sink.stop();
  }
}
