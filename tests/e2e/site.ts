import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** Environment variables. */
export type Settings = Record<string, string | undefined>;

/** Builds a process's environment. Next's types require NODE_ENV. */
export const toEnvironment = (settings: Settings): NodeJS.ProcessEnv => ({
  NODE_ENV: "production",
  ...settings,
});

/** The production server with a database of its own, as `npm start` runs it. */
export type Site = {
  url: string;
  env: Settings;
  /** Returns everything the server has printed. */
  output(): string;
  process: ChildProcess;
  stop(): Promise<number | null>;
  /** Runs a command of the project on the same database and returns its output and exit code. */
  run(words: string[], more?: { env?: Settings; input?: string }): Promise<Ended>;
  /** Posts entries to the ingest route. */
  ingest(entries: unknown[]): Promise<Response>;
};

type Ended = { code: number | null; output: string };

export const INGEST_TOKEN = "the-token-of-the-browser-tests";

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== "object" || !address) throw new Error("no port");
  return address.port;
}

function collectOutput(child: ChildProcess): { output(): string; ended: Promise<number | null> } {
  let text = "";
  const add = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { output: () => text, ended };
}

async function waitUntilAnswering(url: string, ended: Promise<unknown>): Promise<boolean> {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (let tries = 0; tries < 600 && !over; tries += 1) {
    try {
      if ((await fetch(`${url}/robots.txt`)).ok) return true;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Starts the site and waits until it answers. @param settings override the environment */
export async function startSite(settings: Settings = {}): Promise<Site> {
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-site-"));
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const env = toEnvironment({
    ...process.env,
    PORT: String(port),
    SITE_URL: url,
    SECRET: "a secret of the browser tests, long enough",
    INGEST_TOKEN,
    DATABASE_URL: `file:${folder}/data/site.db`,
    OUTBOX: path.join(folder, "outbox"),
    SMTP_URL: "",
    DIGEST_SCHEDULE: "off",
    ...settings,
  });
  const child = spawn(process.execPath, ["src/cli/bootstrap.mjs", "start"], { env });
  const { output, ended } = collectOutput(child);
  if (!(await waitUntilAnswering(url, ended))) {
    child.kill("SIGTERM");
    throw new Error(`The site did not start:\n${output()}`);
  }

  return {
    url,
    env,
    output,
    process: child,
    async stop() {
      child.kill("SIGTERM");
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
    async run(words, { env: more = {}, input } = {}) {
      const command = spawn(process.execPath, ["--import", "tsx", ...words], {
        env: { ...env, ...more },
      });
      command.stdin.end(input ?? "");
      const { output: printed, ended: over } = collectOutput(command);
      return { code: await over, output: printed() };
    },
    ingest: (entries) =>
      fetch(`${url}/api/ingest`, {
        method: "POST",
        headers: { Authorization: `Bearer ${INGEST_TOKEN}`, "Content-Type": "application/json" },
        body: JSON.stringify(entries),
      }),
  };
}
