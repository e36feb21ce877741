import { mkdir, open, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { recordBounce } from "./mutations";
import { MAX_EMAIL_BYTES } from "./parse";

/** The beginning of a file, however large it is. */
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

/** Another process that reads the same folder was faster. */
const isGone = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

export type MaildirSummary = {
  taken: number;
  /** Files that stay where they are, with the reason */
  failed: { file: string; reason: string }[];
};

/**
 * Takes the mails that are new in a maildir. A mail moves to `cur/`, as seen, once what it says is
 * committed; one that fails stays for the next time and stops no other.
 *
 * @throws Error where the folder can't be read
 */
export async function processMaildir(
  folder: string,
  { now, isStopping }: { now: () => Date; isStopping: () => boolean },
): Promise<MaildirSummary> {
  const [fresh, seen] = [path.join(folder, "new"), path.join(folder, "cur")];
  const entries = await readdir(fresh, { withFileTypes: true }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`BOUNCES_FOLDER must be a maildir with new/ and cur/ in it: ${reason}`);
  });
  await mkdir(seen, { recursive: true, mode: 0o700 });
  const report: MaildirSummary = { taken: 0, failed: [] };
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  for (const { name } of files.toSorted((a, b) => a.name.localeCompare(b.name))) {
    if (isStopping()) break;
    try {
      await recordBounce(await readBeginning(path.join(fresh, name)), now());
      await rename(path.join(fresh, name), path.join(seen, `${name.replace(/:2,.*$/, "")}:2,S`));
      report.taken += 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!isGone(error)) report.failed.push({ file: name, reason });
    }
  }
  return report;
}
