import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { z } from "zod";
import { toEnvironment } from "../e2e/site";

export type Program = {
  /** Starts a process with Node's options, and waits until it reports that it is loaded. */
  start(settings: Record<string, string>, options?: string[]): Promise<SoakProcess>;
  remove(): void;
};

export type SoakProcess = {
  /** Sends a message that starts the work. */
  send(message: string): void;
  /** Sends a message and returns the answer. Rejects if the process ends before. */
  ask(message: string): Promise<string>;
  kill(): Promise<void>;
  /** Resolves to the exit code, or null if the process was killed */
  ended: Promise<number | null>;
  /** Returns what the process has printed. */
  output(): string;
};

const FOLDER = "tests/.output";
const REQUIRE = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;

/**
 * Bundles a program into one file. A soak starts hundreds of processes, and without the bundle each would
 * take seconds to compile TypeScript and to find its modules.
 *
 * @param program path from the project's root, without the file extension
 */
export async function compile(program: string): Promise<Program> {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(path.join(FOLDER, "soak-"));
  const file = path.join(folder, `${path.basename(program)}.mjs`);
  await build({
    entryPoints: [`${program}.ts`],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["better-sqlite3"],
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  return {
    start: (settings, options = []) => startProcess(file, settings, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function startProcess(
  file: string,
  settings: Record<string, string>,
  options: string[],
): Promise<SoakProcess> {
  const { PATH, HOME } = process.env;
  const child = fork(file, [], {
    execArgv: options,
    // None of the developer's own settings: their mail server must not receive these emails.
    env: toEnvironment({ PATH, HOME, ...settings }),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const running = {
    send: (message: string) => child.send(message),
    ask: (message: string) => {
      child.send(message);
      return waitForAnswer(child, ended, () => text);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    ended,
    output: () => text,
  };
  await waitForAnswer(child, ended, () => text);
  return running;
}

const waitForAnswer = (child: ChildProcess, ended: Promise<number | null>, output: () => string) =>
  new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve(z.string().parse(message)));
    ended.then((code) => reject(new Error(`ended with ${code}: ${output()}`)));
  });
