import { fstatSync } from "node:fs";
import { env } from "@/env";
import { processMaildir } from "@/features/digest/bounce/maildir";
import { type RecordedBounce, recordBounce } from "@/features/digest/bounce/mutations";
import { MAX_EMAIL_BYTES } from "@/features/digest/bounce/parse";
import { now } from "@/lib/clock";
import { plural } from "@/lib/plural";
import type { Job } from "./job";

/** EX_TEMPFAIL of sysexits.h: the mail server keeps the email and tries again later. */
const TEMPORARY_FAILURE = 75;

const KIND_LABELS: Record<RecordedBounce["kind"], string> = {
  hard: "a permanent bounce",
  soft: "a temporary bounce",
  complaint: "a complaint",
  ignored: "an email that needs no action",
};

/** Returns whether standard input is a pipe, a file or a socket, and not a terminal or /dev/null. */
function hasInput(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false; // Standard input is closed.
  }
}

/**
 * Reads an email to its end, because a mail server treats a broken pipe as a failure. Returns the
 * first MAX_EMAIL_BYTES.
 */
async function readEmail(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    if (size < MAX_EMAIL_BYTES) chunks.push(chunk);
    size += chunk.byteLength;
  }
  return Buffer.concat(chunks).subarray(0, MAX_EMAIL_BYTES);
}

async function recordEmail(raw: Buffer): Promise<string> {
  const { kind, isOurs } = await recordBounce(raw, now());
  return isOurs
    ? `Recorded ${KIND_LABELS[kind]}, for one of our subscribers.`
    : "Recorded an email that is not about any of our subscribers.";
}

/** @throws Error if an email could not be recorded; the others are recorded before */
async function recordFolder(isStopping: () => boolean): Promise<string> {
  const { bouncesFolder } = env().mail;
  if (!bouncesFolder) {
    return "No email on standard input and no folder configured: pipe an email in, or set BOUNCES_FOLDER.";
  }
  const { recorded, failed } = await processMaildir(bouncesFolder, { now, isStopping });
  const [first] = failed;
  if (first) {
    throw new Error(
      `${plural(recorded, "email")} recorded, ${failed.length} failed and left in new/. The first: ${first.file}: ${first.reason}`,
    );
  }
  return recorded === 0 ? "No new bounces." : `Recorded ${plural(recorded, "email")}.`;
}

/**
 * Records the bounce on standard input, if there is one, otherwise those in BOUNCES_FOLDER. With the
 * argument `folder` it ignores standard input.
 */
export const bounces: Job = {
  async run({ scheduled, isStopping, args = [] }) {
    if (!scheduled && !args.includes("folder") && hasInput()) {
      const raw = await readEmail(process.stdin);
      if (raw.length > 0) return recordEmail(raw);
    }
    return recordFolder(isStopping);
  },
  schedule: "*/5 * * * *",
  isScheduled: () => env().mail.bouncesFolder !== undefined,
  failureExitCode: TEMPORARY_FAILURE,
  // Emails are posted to /api/bounces instead.
  isPosted: false,
};
