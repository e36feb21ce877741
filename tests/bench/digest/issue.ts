import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/env";
import { createCounts, summarizeSend } from "@/features/digest/delivery/summary";
import { runDigest } from "@/features/digest/run";
import { openMailer } from "@/lib/mailer";
import { ingestEntries, makeEntry } from "../../factories";
import { bringSubscribers, openSite, type Settings } from "../../soak/site";

export const DAY = "2026-02-19";
export const NOW = new Date(`${DAY}T07:30:00.000Z`);
const BEFORE = new Date(`${DAY}T05:00:00.000Z`);

/** A recorded day where one is at hand, else papers of the usual length. */
function readDay(): unknown[] {
  const file = path.join(env().recordedData, "hf-daily-papers", `${DAY}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const title = (index: number) => `A made-up paper numbered ${index} with a title of usual length`;
  const summary = "We make up an abstract, sentence by sentence, to the usual length. ".repeat(18);
  return Array.from({ length: 30 }, (_, index) =>
    makeEntry({
      ...{ id: `2602.${10_000 + index}`, day: DAY, title: title(index), authors: 11 },
      paper: { summary },
    }),
  );
}

/** A site with papers of a day and readers who want 25 of them. */
export async function makeBenchSite(settings: Settings, readers: number): Promise<void> {
  openSite(settings);
  await ingestEntries(readDay(), BEFORE);
  const since = new Date(BEFORE.getTime() - 24 * 60 * 60_000);
  await bringSubscribers(readers, { size: 25, createdAt: since, scheduledAt: since });
}

/** Makes the issues that are due, and sends nothing. */
export async function freezeOnly(): Promise<void> {
  const mailer = openMailer();
  const send = async () => summarizeSend(createCounts());
  await runDigest({ now: () => NOW, mailer, isStopping: () => false, send });
  mailer.close();
}
