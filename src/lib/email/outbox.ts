import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { DAY } from "@/lib/duration";

/** How long emails stay in the outbox of a site without a mail server. */
export const OUTBOX_DAYS = 30;

/** Formats an instant so that names of files sort by it. */
const formatTime = (instant: Date) => instant.toISOString().replaceAll(/[:.]/g, "-");

/** What `createOutboxName` creates, and the file while it is written */
const OUTBOX_NAME = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z)-[\da-f]{8}\.eml(\.part)?$/;

/** Creates a name for an email's file in the outbox. */
export const createOutboxName = (now: Date): string =>
  `${formatTime(now)}-${randomBytes(4).toString("hex")}.eml`;

/**
 * Deletes the emails in the outbox that are older than `OUTBOX_DAYS` by their names, and no other file.
 * Returns how many it deleted.
 */
export async function deleteOldOutboxEmails(
  folder: string,
  now: Date,
  isStopping: () => boolean,
): Promise<number> {
  const before = formatTime(new Date(now.getTime() - OUTBOX_DAYS * DAY));
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
  let count = 0;
  for (const name of names) {
    if (isStopping()) break;
    const [, time] = OUTBOX_NAME.exec(name) ?? [];
    if (time === undefined || time > before) continue;
    await rm(path.join(/* turbopackIgnore: true */ folder, name), { force: true });
    count += 1;
  }
  return count;
}
