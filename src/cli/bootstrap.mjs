// @ts-check
// The first program of `npm start`, `npm test` and the other commands. It runs on a bare clone too:
// in plain Node, with nothing installed. Each step first checks whether it is needed, so that a
// later call takes only a moment.
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EnvFileError, loadEnvFile } from "./env-file.mjs";

const MIN_NODE = [20, 19];
const root = path.resolve(import.meta.dirname ?? ".", "../..");
process.chdir(root);

/** @param {string} sentence @returns {never} */
function exitWithError(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Runs a program to its end; if it fails, exits with a sentence.
 * @param {string} program @param {string[]} args @param {string} label names it in that sentence
 * @param {Record<string, string>} [extraEnv]
 */
function run(program, args, label, extraEnv = {}) {
  const { status, error } = spawnSync(program, args, {
    stdio: "inherit",
    env: { ...process.env, ...extraEnv },
  });
  if (status === 0) return;
  exitWithError(`${label} failed${error ? `: ${error.message}` : ""}. The reason is above.`);
}

/** Hashes the names and contents of files. @param {string[]} files @returns {string} */
function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} all files below it, sorted */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Runs a step unless its stamp file holds the hash for which it ran last.
 * @param {string} stamp @param {string} hash @param {() => void} step
 */
function runOnce(stamp, hash, step) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  step();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [minMajor = 0, minMinor = 0] = MIN_NODE;
  if (major < minMajor || (major === minMajor && minor < minMinor)) {
    exitWithError(
      `This is Node ${process.versions.node}. Install Node ${MIN_NODE.join(".")} or newer from nodejs.org.`,
    );
  }
}

function install() {
  const hash = hashFiles(["package-lock.json"]) + process.version;
  runOnce("node_modules/.daily-papers-installed", hash, () => {
    console.log("Installing packages (a minute or two) …");
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const [program = "npm", ...args] = npm;
    const prefix = path.dirname(path.dirname(process.execPath));
    const headers = path.join(prefix, "include/node/node.h");
    // Without this, node-gyp would download Node's headers even where Node was installed with them.
    /** @type {Record<string, string>} */
    const gypEnv = existsSync(headers) ? { npm_config_nodedir: prefix } : {};
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    // Installs what the lock file names. `npm ci` would refuse a lock file that was written where the
    // registry lacks other platforms' builds. No install script runs except the one that builds
    // the database module.
    const careful = ["--no-save", "--ignore-scripts", "--include=dev"];
    run(program, [...args, "install", ...careful, ...quiet], "npm install");
    run(
      program,
      [...args, "rebuild", "better-sqlite3", "--ignore-scripts=false", "--loglevel=error"],
      "Building better-sqlite3 (it needs python3, make and a C++ compiler)",
      gypEnv,
    );
  });
}

function writeEnv() {
  // Environment variables alone can configure a site.
  if (existsSync(".env") || process.env.SECRET) return;
  const secrets = readFileSync(".env.example", "utf8").replaceAll(
    /^(SECRET|INGEST_TOKEN)=$/gm,
    (_, name) => `${name}=${randomBytes(32).toString("hex")}`,
  );
  try {
    writeFileSync(".env", secrets, { mode: 0o600 });
  } catch (error) {
    exitWithError(
      `The file ${path.resolve(".env")} can't be written (${error instanceof Error ? error.message : error}): give this user write access to its folder, or set SECRET in the environment.`,
    );
  }
  console.log("Wrote .env with random secrets.");
}

/** Reads the settings in .env. They do not replace variables that are set. */
function readEnv() {
  try {
    loadEnvFile(".env");
  } catch (error) {
    if (!(error instanceof EnvFileError)) throw error;
    exitWithError(error.message);
  }
}

function generate() {
  runOnce("src/db/generated/.stamp", hashFiles(["prisma/schema.prisma", "package-lock.json"]), () =>
    run(
      process.execPath,
      ["node_modules/prisma/build/index.js", "generate", "--config", "prisma/prisma.config.ts"],
      "prisma generate",
      {
        // Generating uses no schema engine, but the command requires one: any program will do.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    ),
  );
}

/** Checks settings, database and port. The program itself prints what is wrong. */
function prepare() {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", "src/cli/prepare.ts"], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}

function build() {
  const sources = ["src", "prisma", "public"].flatMap(listFiles);
  const own = sources.filter((file) => !file.includes(".test.") && !file.endsWith(".stamp"));
  const hash = hashFiles([...own, "package-lock.json", "next.config.ts", "tsconfig.json"]);
  runOnce(".next/.daily-papers-built", hash, () => {
    console.log("Building (about a minute) …");
    run(process.execPath, ["node_modules/next/dist/bin/next", "build"], "The build", {
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_ENV: "production",
    });
  });
}

/**
 * Runs a TypeScript program in place of this one: it gets this process's signals, and this process
 * exits with its code.
 * @param {string[]} args Node's options, the program and its arguments
 */
function handOver(args) {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command = "", ...args] = process.argv.slice(2);
checkNode();
install();
generate();
if (command === "test") {
  handOver(["tests/run.ts", ...args]);
} else if (command === "tool") {
  // A development tool needs the packages and the generated client, but no settings.
  run(process.execPath, args, path.basename(args[0] ?? ""));
} else if (command === "typecheck") {
  // Next's route types would otherwise be those of the last build.
  run(process.execPath, ["node_modules/next/dist/bin/next", "typegen"], "next typegen");
  run(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit"], "tsc");
} else if (command === "build") {
  build();
} else if (command === "e2e") {
  build();
  run(process.execPath, ["node_modules/playwright/cli.js", "test", ...args], "playwright");
} else {
  writeEnv();
  readEnv();
  if (command === "run") {
    if (!process.env.NODE_ENV) Object.assign(process.env, { NODE_ENV: "production" });
    handOver(args);
  }
  if (command === "dev") {
    prepare();
    handOver(["node_modules/next/dist/bin/next", "dev", ...args]);
  }
  if (command === "start") {
    Object.assign(process.env, { NODE_ENV: "production" });
    prepare();
    build();
    await import("./serve.mjs");
  }
}
