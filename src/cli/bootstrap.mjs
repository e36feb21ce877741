// @ts-check
// What `npm start`, `npm test` and the other commands run first, on a bare clone too: plain Node,
// nothing installed. Each step looks whether it is needed, so a later call costs a moment.
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const OLDEST_NODE = [20, 19];
const root = path.resolve(import.meta.dirname ?? ".", "../..");
process.chdir(root);

/** @param {string} sentence @returns {never} */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Runs a program to its end, or gives up with a sentence.
 * @param {string} program @param {string[]} words @param {string} what
 * @param {Record<string, string>} [more] environment
 */
function run(program, words, what, more = {}) {
  const { status, error } = spawnSync(program, words, {
    stdio: "inherit",
    env: { ...process.env, ...more },
  });
  if (status !== 0)
    giveUp(`${what} failed${error ? `: ${error.message}` : ""}. See above for why.`);
}

/** @param {string[]} files @returns {string} a hash of names and contents */
function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} all files below, sorted */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Does a step unless its stamp says that it was done for the same hash.
 * @param {string} stamp @param {string} hash @param {() => void} step
 */
function unlessDone(stamp, hash, step) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  step();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldMajor = 0, oldMinor = 0] = OLDEST_NODE;
  if (major < oldMajor || (major === oldMajor && minor < oldMinor)) {
    giveUp(
      `This is Node ${process.versions.node}; install Node ${OLDEST_NODE.join(".")} or newer from nodejs.org.`,
    );
  }
}

function install() {
  const hash = hashOf(["package-lock.json"]) + process.version;
  unlessDone("node_modules/.daily-papers-installed", hash, () => {
    console.log("Installing packages (a minute or two) …");
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const [program = "npm", ...words] = npm;
    const prefix = path.dirname(path.dirname(process.execPath));
    const headers = path.join(prefix, "include/node/node.h");
    // Node's own headers, where they came with it: node-gyp would fetch them otherwise.
    /** @type {Record<string, string>} */
    const native = existsSync(headers) ? { npm_config_nodedir: prefix } : {};
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    // As the lock file says; not `npm ci`, which refuses a lock file that was written where the
    // registry lacks other platforms' builds. No package's install script runs but the one that
    // builds the database module.
    const careful = ["--no-save", "--ignore-scripts", "--include=dev"];
    run(program, [...words, "install", ...careful, ...quiet], "npm install");
    run(
      program,
      [...words, "rebuild", "better-sqlite3", "--ignore-scripts=false", "--loglevel=error"],
      "Building better-sqlite3 (it needs python3, make and a C++ compiler)",
      native,
    );
  });
}

function writeEnv() {
  // A site may be configured by its environment alone.
  if (existsSync(".env") || process.env.SECRET) return;
  const secrets = readFileSync(".env.example", "utf8").replaceAll(
    /^(SECRET|INGEST_TOKEN)=$/gm,
    (_, name) => `${name}=${randomBytes(32).toString("hex")}`,
  );
  writeFileSync(".env", secrets, { mode: 0o600 });
  console.log("Wrote .env with random secrets.");
}

function generate() {
  unlessDone("src/db/generated/.stamp", hashOf(["prisma/schema.prisma", "package-lock.json"]), () =>
    run(
      process.execPath,
      ["node_modules/prisma/build/index.js", "generate", "--config", "prisma/prisma.config.ts"],
      "prisma generate",
      {
        // Generating uses no schema engine, but the command wants to see one: any program does.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    ),
  );
}

/** Settings, database and port; the program says itself what is wrong. */
function prepare() {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", "src/cli/prepare.ts"], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}

function build() {
  const sources = ["src", "prisma", "public"].flatMap(filesBelow);
  const own = sources.filter((file) => !file.includes(".test.") && !file.endsWith(".stamp"));
  const hash = hashOf([...own, "package-lock.json", "next.config.ts", "tsconfig.json"]);
  unlessDone(".next/.daily-papers-built", hash, () => {
    console.log("Building (about a minute) …");
    run(process.execPath, ["node_modules/next/dist/bin/next", "build"], "The build", {
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_ENV: "production",
    });
  });
}

/** @param {string[]} words Node's options, a TypeScript program and its arguments; its signals and exit are ours */
function hand(words) {
  const child = spawn(process.execPath, ["--import", "tsx", ...words], { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command = "", ...words] = process.argv.slice(2);
checkNode();
install();
generate();
if (command === "test") {
  hand(["tests/run.ts", ...words]);
} else if (command === "tool") {
  // A development tool that needs packages and the generated client, but no settings.
  run(process.execPath, words, path.basename(words[0] ?? ""));
} else if (command === "build") {
  build();
} else if (command === "e2e") {
  build();
  run(process.execPath, ["node_modules/playwright/cli.js", "test", ...words], "playwright");
} else {
  writeEnv();
  if (existsSync(".env")) process.loadEnvFile(".env");
  if (command === "run") {
    if (!process.env.NODE_ENV) Object.assign(process.env, { NODE_ENV: "production" });
    hand(words);
  }
  if (command === "dev") {
    prepare();
    hand(["node_modules/next/dist/bin/next", "dev", ...words]);
  }
  if (command === "start") {
    Object.assign(process.env, { NODE_ENV: "production" });
    prepare();
    build();
    await import("./serve.mjs");
  }
}
