import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "./soak/compiled";
import { judge } from "./soak/judge";
import { killSenders } from "./soak/kill";
import { runSchedulers } from "./soak/schedulers";
import { type Sink, startSink } from "./soak/sink-process";

/** The short form of `npm run soak`. */
const SLOW = { timeout: 300_000 };
let sink: Sink;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-soak-"));
  sink = await startSink();
}, 60_000);

afterAll(async () => {
  await sink.stop();
  rmSync(folder, { recursive: true, force: true });
});

const folderFor = (name: string) => mkdtempSync(path.join(folder, name));

test.each([
  ["resend", 6],
  ["hold", 3],
] as const)(
  "killed while it sends, the digest forgets nobody and repeats only what was under way: %s",
  SLOW,
  async (policy, kills) => {
    const sender = await compile("tests/soak/sender");
    const plan = { folder: folderFor(policy), sink, sender, policy };
    const story = await killSenders({ ...plan, readers: 150, kills, seed: 4 });
    sender.remove();
    expect(judge(story)).toMatchObject({ missing: 0, broken: [] });
  },
);

test(
  "schedulers that tick at once make each edition once and mail each reader once for it",
  SLOW,
  async () => {
    const scheduler = await compile("tests/soak/scheduler");
    const plan = { folder: folderFor("schedulers"), sink, scheduler, readers: 5 };
    const story = await runSchedulers({ ...plan, schedulers: 4, ticks: 10, seed: 4 });
    scheduler.remove();
    expect(story).toMatchObject({ broken: [], mails: 5 * 11 });
  },
);
