import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The rules of the layout that README's "How it is built" states. */

const FEATURES = "auth papers votes ingest feed search mcp digest".split(" ");

type Source = { file: string; text: string; imports: string[] };

function sourcesBelow(folder: string): Source[] {
  return (
    readdirSync(folder, { withFileTypes: true, recursive: true })
      // What a test beside this one compiles is nobody's source.
      .filter((entry) => !entry.parentPath.includes(".output"))
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !file.includes("db/generated/"))
      .map((file) => {
        const text = readFileSync(file, "utf8");
        return { file, text, imports: importsOf(file, text) };
      })
  );
}

/** What a file imports of this project, as paths from the root. */
function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(([, name = ""]) => {
    if (name.startsWith("@/")) return [path.join("src", name.slice(2))];
    if (name.startsWith(".")) return [path.join(path.dirname(file), name)];
    return [];
  });
}

const all = sourcesBelow("src");
const sources = all.filter(({ file }) => !/\.test\.tsx?$/.test(file));

/** Position in `app, jobs, cli → features → components, db → lib → env`: imports go to the same or a higher one. */
function layerOf(file: string): number {
  const [, top = ""] = file.split(path.sep);
  const layers: Record<string, number> = { features: 1, components: 2, db: 2, lib: 3 };
  if (/^src\/env(\.ts)?$/.test(file)) return 4;
  return layers[top] ?? 0;
}

const featureOf = (file: string) => /^src\/features\/([^/]+)/.exec(file)?.[1];

test("imports run app, jobs, cli → features → components, db → lib → env, never back", () => {
  const back = sources.flatMap(({ file, imports }) =>
    imports.filter((target) => layerOf(target) < layerOf(file)).map((t) => `${file} → ${t}`),
  );
  expect(back).toEqual([]);
});

test("a feature imports only those listed before it", () => {
  const back = sources.flatMap(({ file, imports }) => {
    const own = featureOf(file);
    if (!own) return [];
    expect(FEATURES, file).toContain(own);
    return imports
      .filter((target) => {
        const other = featureOf(target);
        return other && FEATURES.indexOf(other) > FEATURES.indexOf(own);
      })
      .map((target) => `${file} → ${target}`);
  });
  expect(back).toEqual([]);
});

test("only queries, mutations and the sign-in library's adapter touch the database client", () => {
  const allowed =
    /^src\/(db\/|features\/[^/]+\/(?:[a-z]+\/)*(queries|mutations)(-[a-z]+)?\.ts$|features\/auth\/better-auth\.ts$|cli\/|jobs\/run\.ts$)/;
  const others = sources
    .filter(({ file, imports }) => !allowed.test(file) && imports.includes("src/db/client"))
    .map(({ file }) => file);
  expect(others).toEqual([]);
});

test("the command lines open and close the database but ask it nothing", () => {
  const asking = sources
    .filter(({ file }) => /^src\/(cli|jobs)\//.test(file))
    .filter(({ text }) => /\bdb\(\)/.test(text))
    .map(({ file }) => file);
  expect(asking).toEqual([]);
});

test("each table is written by one feature", () => {
  const writers = new Map<string, Set<string>>();
  const write =
    /\.(\w+)\.(?:create|update|upsert|delete)(?:Many)?\(|bulk\.\w+\("(\w+)"|(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"/g;
  for (const { file, text } of sources) {
    const feature = featureOf(file);
    if (!feature || !/mutations(-[a-z]+)?\.ts$/.test(file)) continue;
    for (const [, model, bulk, raw] of text.matchAll(write)) {
      const table = (model ?? bulk ?? raw ?? "").toLowerCase();
      writers.set(table, (writers.get(table) ?? new Set()).add(feature));
    }
  }
  expect(writers.size).toBeGreaterThan(5);
  const shared = [...writers].filter(([, features]) => features.size > 1);
  expect(shared).toEqual([]);
});

test("only app and the viewer read the request", () => {
  const readers = sources
    .filter(({ text }) => /from "next\/(headers|server)"/.test(text))
    .map(({ file }) => file)
    .filter((file) => !file.startsWith("src/app/") && file !== "src/features/auth/viewer.ts");
  expect(readers).toEqual([]);
});

test("only env.ts reads the environment, only clock.ts the clock", () => {
  // What runs before anything is installed, and Next's own switch in the file that it calls.
  const bare = /^src\/(cli\/(bootstrap|serve)\.mjs|instrumentation\.ts)$/;
  const environment = sources
    .filter(({ file, text }) => /process\.env/.test(text) && !bare.test(file))
    .map(({ file }) => file);
  expect(environment).toEqual(["src/env.ts"]);

  const clock = sources
    .filter(({ text }) => /new Date\(\)|Date\.now\(\)/.test(text))
    .map(({ file }) => file)
    // Below lib/clock.ts: the ledger notes when a migration really ran.
    .filter((file) => file !== "src/db/migrate.ts");
  expect(clock).toEqual(["src/lib/clock.ts"]);
});

test("there are no server actions: writes have one way in", () => {
  expect(sources.filter(({ text }) => /["']use server["']/.test(text))).toEqual([]);
});

test("names say what is inside, and a file is one idea", () => {
  const vague = /(^|\/)(utils?|helpers?|misc|common|index)\.(ts|tsx)$/;
  expect(sources.map(({ file }) => file).filter((file) => vague.test(file))).toEqual([]);

  const lengths = [...all, ...sourcesBelow("tests")].map(({ file, text }) => ({
    file,
    lines: text.split("\n").length - 1,
  }));
  expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
  const own = sources.map(({ text }) => text.split("\n").length - 1).toSorted((a, b) => a - b);
  expect(own[Math.floor(own.length / 2)]).toBeLessThanOrEqual(60);
});

test("nothing names a third party that a reader's browser would ask", () => {
  const foreign = sources
    .filter(({ file }) => /\.(tsx|css)$/.test(file))
    .filter(({ text }) => /(src|srcSet)=\{?["'`]https?:|url\(["']?https?:/.test(text))
    .map(({ file }) => file);
  expect(foreign).toEqual([]);
});
