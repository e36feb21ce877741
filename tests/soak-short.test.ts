import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, type Program } from "./soak/compiled";
import { judge } from "./soak/judge";
import { killSenders } from "./soak/kill";
import { runSchedulers } from "./soak/schedulers";
import { type Sink, startSink } from "./soak/sink-process";

/** The short form of `npm run soak`. */
const SLOW = { timeout: 300_000 };
let sink: Sink;
let folder: string;
let sender: Program;
let scheduler: Program;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-soak-"));
  sink = await startSink();
  sender = await compile("tests/soak/sender");
  scheduler = await compile("tests/soak/scheduler");
}, 60_000);

afterAll(async () => {
  sender.remove();
  scheduler.remove();
  await sink.stop();
  rmSync(folder, { recursive: true, force: true });
});

const createFolder = (name: string) => mkdtempSync(path.join(folder, name));

test.each([
  ["resend", 4],
  ["hold", 2],
] as const)(
  "killed while it sends, the digest misses no subscriber and repeats only emails that were being sent: %s",
  SLOW,
  async (policy, kills) => {
    const plan = { folder: createFolder(policy), sink, sender, policy };
    const soakLog = await killSenders({ ...plan, subscribers: 100, kills, seed: 4 });
    expect(judge(soakLog)).toMatchObject({ missing: 0, broken: [] });
  },
);

test(
  "schedulers that tick at once make each edition once and send it to each subscriber once",
  SLOW,
  async () => {
    const plan = { folder: createFolder("schedulers"), sink, scheduler, subscribers: 5 };
    const soakLog = await runSchedulers({ ...plan, schedulers: 3, ticks: 24, seed: 4 });
    expect(soakLog).toMatchObject({ broken: [], emailCount: 5 * 11 });
  },
);
