import { fstatSync } from "node:fs";
import { env } from "@/env";
import { processMaildir } from "@/features/digest/bounce/maildir";
import { recordBounce } from "@/features/digest/bounce/mutations";
import { MAX_EMAIL_BYTES } from "@/features/digest/bounce/parse";
import { now } from "@/lib/clock";
import type { Job } from "./job";

/** sysexits' EX_TEMPFAIL: the mail server keeps the mail and tries again. */
const TEMPORARY_FAILURE = 75;

/** Whether somebody hands something to this process: a pipe, a file, a socket; no terminal, no /dev/null. */
function isPipedInto(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false; // Closed.
  }
}

/** To its end, so that who writes it isn't cut off; but no more than what will be looked at is kept. */
async function readMail(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    if (size < MAX_EMAIL_BYTES) chunks.push(chunk);
    size += chunk.byteLength;
  }
  return Buffer.concat(chunks).subarray(0, MAX_EMAIL_BYTES);
}

async function takeFolder(isStopping: () => boolean): Promise<string> {
  const { bouncesFolder } = env().mail;
  if (!bouncesFolder) {
    return "No mail came in, and no folder is set: pipe one in, or set BOUNCES_FOLDER.";
  }
  const { taken, failed } = await processMaildir(bouncesFolder, { now, isStopping });
  const [first] = failed;
  if (first) {
    throw new Error(
      `${taken} mails taken, ${failed.length} not, which stay in new/: ${first.file}: ${first.reason}`,
    );
  }
  return taken === 0 ? "No mail has come back." : `Took ${taken} mails that came back.`;
}

/** What came back: a mail on standard input, else the folder's; `folder` says that it is the folder. */
export const bounces: Job = {
  async run({ scheduled, isStopping, args = [] }) {
    if (!scheduled && !args.includes("folder") && isPipedInto()) {
      const raw = await readMail(process.stdin);
      if (raw.length > 0) {
        const { kind, reader } = await recordBounce(raw, now());
        return `Took a mail: ${kind}, ${reader ? "of one of our readers" : "of nobody here"}.`;
      }
    }
    return takeFolder(isStopping);
  },
  schedule: "*/5 * * * *",
  isScheduled: () => env().mail.bouncesFolder !== undefined,
  failureExitCode: TEMPORARY_FAILURE,
  // A mail is posted to /api/bounces.
  isPosted: false,
};
