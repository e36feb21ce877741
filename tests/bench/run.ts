import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** `npm run bench <name>` measures this machine. Most figures come with one of a bare library. */
const benches: Record<string, () => Promise<{ run(folder: string): Promise<boolean> }>> = {
  digest: () => import("./digest"),
  ingest: () => import("./ingest"),
  search: () => import("./search"),
  similar: () => import("./similar"),
  start: () => import("./start"),
};

const name = process.argv[2] ?? "";
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!load) {
  console.error(`Usage: npm run bench ${Object.keys(benches).join(" | ")}`);
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-bench-"));
try {
  process.exitCode = (await (await load()).run(folder)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
