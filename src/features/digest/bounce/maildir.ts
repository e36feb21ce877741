import { mkdir, open, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { recordBounce } from "./mutations";
import { MAX_EMAIL_BYTES } from "./parse";

/** Reads the beginning of a file of any size. */
async function readBeginning(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(MAX_EMAIL_BYTES),
      0,
      MAX_EMAIL_BYTES,
      0,
    );
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Returns whether a file is missing because another process, which reads the same folder, was faster. */
const isMissingFile = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const describeError = (error: unknown) => (error instanceof Error ? error.message : String(error));

type MaildirSummary = {
  recorded: number;
  /** Files that stay in `new/`, with the reason */
  failed: { file: string; reason: string }[];
};

/**
 * Records the new emails in a maildir as bounces. An email moves from `new/` to `cur/`, marked as
 * seen, after its effects are committed. If that fails the email stays for the next run, and the
 * others are still recorded.
 *
 * @throws Error if the folder can't be read
 */
export async function processMaildir(
  folder: string,
  { now, isStopping }: { now: () => Date; isStopping: () => boolean },
): Promise<MaildirSummary> {
  const newFolder = path.join(folder, "new");
  const seenFolder = path.join(folder, "cur");
  const entries = await readdir(newFolder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Error(
      `BOUNCES_FOLDER must be a maildir, with the folders new/ and cur/: ${describeError(error)}`,
    );
  });
  await mkdir(seenFolder, { recursive: true, mode: 0o700 });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .toSorted((a, b) => a.localeCompare(b));

  const summary: MaildirSummary = { recorded: 0, failed: [] };
  for (const file of files) {
    if (isStopping()) break;
    const source = path.join(newFolder, file);
    const target = path.join(seenFolder, `${file.replace(/:2,.*$/, "")}:2,S`);
    try {
      await recordBounce(await readBeginning(source), now());
      await rename(source, target);
      summary.recorded += 1;
    } catch (error) {
      if (!isMissingFile(error)) summary.failed.push({ file, reason: describeError(error) });
    }
  }
  return summary;
}
