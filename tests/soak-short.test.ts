import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, type Program } from "./soak/compiled";
import { judge } from "./soak/judge";
import { killSenders } from "./soak/kill";
import { type Sink, startSink } from "./soak/sink-process";

/** The short form of `npm run soak`. */
let sink: Sink;
let sender: Program;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-soak-"));
  [sink, sender] = await Promise.all([startSink(), compile("sender")]);
}, 60_000);

afterAll(async () => {
  await sink.stop();
  sender.remove();
  rmSync(folder, { recursive: true, force: true });
});

test.each(["resend"] as const)(
  "killed while it sends, the digest forgets nobody, and repeats only what was under way: %s",
  { timeout: 120_000 },
  async (policy) => {
    const plan = { folder: mkdtempSync(path.join(folder, policy)), sink, sender, policy };
    const story = await killSenders({ ...plan, readers: 300, kills: 8, seed: 4 });
    console.info(judge(story), story.crashes);
    expect(judge(story).broken).toEqual([]);
  },
);
