import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/env";
import { createCounts, summarizeSend } from "@/features/digest/delivery/summary";
import { runDigest } from "@/features/digest/run";
import { DAY } from "@/lib/duration";
import { openMailer } from "@/lib/email/mailer";
import { ingestEntries, makeEntry } from "../../factories";
import { addSubscribers, openSite, type Settings } from "../../soak/site";

const LISTING_DAY = "2026-02-19";
export const NOW = new Date(`${LISTING_DAY}T07:30:00.000Z`);
const INGESTED_AT = new Date(`${LISTING_DAY}T05:00:00.000Z`);

/** Reads a recorded day if there is one, else makes papers of usual length. */
function readDay(): unknown[] {
  const file = path.join(env().recordedData, "hf-daily-papers", `${LISTING_DAY}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const title = (index: number) => `A made-up paper numbered ${index} with a title of usual length`;
  const summary = "We make up an abstract, sentence by sentence, to the usual length. ".repeat(18);
  return Array.from({ length: 30 }, (_, index) =>
    makeEntry({
      id: `2602.${10_000 + index}`,
      day: LISTING_DAY,
      title: title(index),
      authors: 11,
      paper: { summary },
    }),
  );
}

/** Creates a site with the papers of one day and subscribers who want 25 of them. */
export async function makeBenchSite(settings: Settings, subscribers: number): Promise<void> {
  openSite(settings);
  await ingestEntries(readDay(), INGESTED_AT);
  const since = new Date(INGESTED_AT.getTime() - DAY);
  await addSubscribers(subscribers, { size: 25, createdAt: since, scheduledAt: since });
}

/** Freezes the issues that are due, and sends nothing. */
export async function freezeOnly(): Promise<void> {
  const mailer = openMailer();
  const send = async () => summarizeSend(createCounts());
  await runDigest({ now: () => NOW, mailer, isStopping: () => false, send });
  mailer.close();
}
