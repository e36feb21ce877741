import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** `npm run bench <name>`: figures of this machine, each beside a bare one of the same run. */
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
  console.error(`Say which: npm run bench ${Object.keys(benches).join(" | ")}`);
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-bench-"));
try {
  process.exitCode = (await (await load()).run(folder)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
