import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The rules of the layout and of naming. */

/** In the order in which papers flow: a feature imports only those before it. */
const FEATURES = "auth papers votes ingest feed search mcp digest".split(" ");

type Source = { file: string; text: string; imports: string[] };

function listSources(folder: string): Source[] {
  return (
    readdirSync(folder, { withFileTypes: true, recursive: true })
      // Other tests compile programs into this folder while this one runs.
      .filter((entry) => !entry.parentPath.includes(".output"))
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !file.includes("db/generated/"))
      .map((file) => {
        const text = readFileSync(file, "utf8");
        return { file, text, imports: listImports(file, text) };
      })
  );
}

/** Lists what a file imports from this project, as paths from the root. */
function listImports(file: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(([, name = ""]) => {
    if (name.startsWith("@/")) return [path.join("src", name.slice(2))];
    if (name.startsWith(".")) return [path.join(path.dirname(file), name)];
    return [];
  });
}

const all = listSources("src");
const everything = [...all, ...listSources("tests")];
const sources = all.filter(({ file }) => !/\.test\.tsx?$/.test(file));

/**
 * Returns the position of a file in `app, jobs, cli → features → components, db → lib → env`. A file
 * imports only from its own layer or those behind it.
 */
function getLayer(file: string): number {
  const [, top = ""] = file.split(path.sep);
  const layers: Record<string, number> = { features: 1, components: 2, db: 2, lib: 3 };
  if (/^src\/env(\.ts|\/.*)?$/.test(file)) return 4;
  return layers[top] ?? 0;
}

const findFeature = (file: string) => /^src\/features\/([^/]+)/.exec(file)?.[1];

test("imports run app, jobs, cli → features → components, db → lib → env, never back", () => {
  const back = sources.flatMap(({ file, imports }) =>
    imports.filter((target) => getLayer(target) < getLayer(file)).map((t) => `${file} → ${t}`),
  );
  expect(back).toEqual([]);
});

test("a feature imports only those listed before it", () => {
  const back = sources.flatMap(({ file, imports }) => {
    const own = findFeature(file);
    if (!own) return [];
    expect(FEATURES, file).toContain(own);
    return imports
      .filter((target) => {
        const other = findFeature(target);
        return other && FEATURES.indexOf(other) > FEATURES.indexOf(own);
      })
      .map((target) => `${file} → ${target}`);
  });
  expect(back).toEqual([]);
});

test("inside digest, imports run schema < schedule < subscription, issue < email < delivery, bounce, admin < run", () => {
  const levels: Record<string, number> = {
    schema: 0,
    limits: 0,
    schedule: 1,
    subscription: 2,
    issue: 2,
    email: 3,
    delivery: 4,
    bounce: 4,
    admin: 4,
    run: 5,
    "run-summary": 5,
  };
  const findPart = (file: string) => /^src\/features\/digest\/([a-z-]+)/.exec(file)?.[1];
  const wrong = sources.flatMap(({ file, imports }) => {
    const own = findPart(file);
    if (!own) return [];
    return imports
      .filter((target) => {
        const other = findPart(target);
        if (!other || other === own) return false;
        const ownLevel = levels[own];
        const otherLevel = levels[other];
        // The doctor has no level: it imports no other part, and no other part imports it.
        return ownLevel === undefined || otherLevel === undefined || otherLevel > ownLevel;
      })
      .map((target) => `${file} → ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("only queries, mutations and the sign-in library's adapter touch the database client", () => {
  const allowed =
    /^src\/(db\/|features\/[^/]+\/(?:[a-z]+\/)*(queries|mutations)(-[a-z]+)?\.ts$|features\/auth\/better-auth\.ts$|cli\/|jobs\/run\.ts$)/;
  const others = sources
    .filter(({ file, imports }) => !allowed.test(file) && imports.includes("src/db/client"))
    .map(({ file }) => file);
  expect(others).toEqual([]);
});

test("the command lines open and close the database but don't query it", () => {
  const querying = sources
    .filter(({ file }) => /^src\/(cli|jobs)\//.test(file))
    .filter(({ text }) => /\bdb\(\)/.test(text))
    .map(({ file }) => file);
  expect(querying).toEqual([]);
});

test("each table is written by one feature", () => {
  const writers = new Map<string, Set<string>>();
  const write =
    /\.(\w+)\.(?:create|update|upsert|delete)(?:Many)?\(|bulk\.\w+\("(\w+)"|(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"/g;
  for (const { file, text } of sources) {
    const feature = findFeature(file);
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
  // These run before anything is installed, or read a switch that Next sets.
  const bare = /^src\/(cli\/(bootstrap|env-file|serve)\.mjs|instrumentation\.ts)$/;
  const environment = sources
    .filter(({ file, text }) => /process\.env/.test(text) && !bare.test(file))
    .map(({ file }) => file);
  expect(environment).toEqual(["src/env.ts"]);

  const clock = sources
    .filter(({ text }) => /new Date\(\)|Date\.now\(\)/.test(text))
    .map(({ file }) => file)
    // The ledger records when a migration really ran, whatever CLOCK says.
    .filter((file) => file !== "src/db/migrate.ts");
  expect(clock).toEqual(["src/lib/clock.ts"]);
});

test("there are no server actions: all writes go through route handlers", () => {
  expect(sources.filter(({ text }) => /["']use server["']/.test(text))).toEqual([]);
});

test("no file name is vague, and no file is longer than 400 lines", () => {
  const vague = /(^|\/)(utils?|helpers?|misc|common|index)\.(ts|tsx)$/;
  expect(sources.map(({ file }) => file).filter((file) => vague.test(file))).toEqual([]);

  /** Tables of data may be longer. */
  const tables: string[] = [];
  const long = everything
    .filter(({ text }) => text.split("\n").length - 1 > 400)
    .map(({ file }) => file)
    .filter((file) => !tables.includes(file));
  expect(long).toEqual([]);
});

/** Finds the lines of files that match a pattern, as `file: line`. */
const grep = (files: Source[], pattern: RegExp) =>
  files.flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

test("only lib/process-wide.ts keeps state on globalThis", () => {
  // serve.mjs is not part of the bundle, and reads what the bundle keeps there.
  const allowed = ["src/lib/process-wide.ts", "src/cli/serve.mjs"];
  const others = all.filter(({ file }) => !allowed.includes(file));
  expect(grep(others, /globalThis(?! as unknown as)\b(?!\.(KeyboardEvent|process))/)).toEqual([]);
});

test("rows of raw queries are validated, never only asserted", () => {
  expect(grep(sources, /\$queryRaw(Unsafe)?</)).toEqual([]);
});

test("only parsers of text from outside and db/stored.ts call JSON.parse", () => {
  const parsers = [
    "src/app/api/mcp/route.ts",
    "src/db/stored.ts",
    "src/features/feed/api/parameters.ts",
    "src/features/feed/api/source-entry.ts",
    "src/features/ingest/pull/progress.ts",
    "src/features/ingest/schema.ts",
    "src/features/search/similar/embedder.ts",
    "src/lib/http/handler.ts",
  ];
  const others = sources.filter(({ file }) => !parsers.includes(file));
  expect(grep(others, /JSON\.parse\(/)).toEqual([]);
});

test("durations come from lib/duration.ts", () => {
  const others = everything.filter(({ file }) => file !== "src/lib/duration.ts");
  expect(grep(others, /const (SECOND|MINUTE|HOUR|DAY)\b.* = [\d(A-Z]/)).toEqual([]);
});

test("functions start with a verb: none is called xOf", () => {
  expect(grep(everything, /(?:function \w+Of\(|const \w+Of = (?:async )?(?:\(|\w+ =>))/)).toEqual(
    [],
  );
});

/** Names that were replaced by the field's words. */
const RETIRED = [
  ..."said Said readSaid Telling tellingOf isTold madeUpId SURENESS BARE aside readAside".split(
    " ",
  ),
  ..."Surroundings patience patiently Gate bulkWrite writeFast PULLED Ask arrivals isThin".split(
    " ",
  ),
  ..."waysOut WaysOut Takeaway wentBack authorityOf wordOf pageOf PERSONAL story doubts".split(" "),
  ..."isNamesake isGone settlementOf outcomeOf risen because Stretch Wanted slips".split(" "),
  ..."oneSlipAway reading Reading shortText Patient looked Personal Reader Addressee".split(" "),
];
/** Retired, but still right for searches, in tables of characters and in the file of one's own data. */
const RETIRED_OUTSIDE: [string, RegExp][] = [
  ["operator", /^(src\/features\/search\/|tests\/page-parameters)/],
  ["letters", /^src\/(lib\/markup|features\/search)\//],
  ["choices", /^src\/features\/digest\/subscription\/(export|mutations-delete\.test)\.ts$/],
];
/** Retired as names of functions and types; as local variables they are ordinary words. */
const RETIRED_AT_TOP_LEVEL = "around pass found owner fresh mark near".split(" ");
const RETIRED_FILES =
  "stand-in aside patience pulled ask arrivals day-news clean opened-mail address-mail selection-mail word-of".split(
    " ",
  );

/** Matches a line that declares one of these names as a variable, function, type or member. */
function declares(names: string[]): RegExp {
  const name = `(?:${names.join("|")})\\b`;
  const keyword = `\\b(?:const|let|function|class|interface|type) ${name}`;
  const member = `^\\s*(?:readonly )?${name}\\??(?::|\\()`;
  const destructured = `\\b(?:const|let) [{[](?:.*[\\s:])?${name}.*[}\\]] =`;
  return new RegExp([keyword, member, destructured].join("|"));
}

test("no retired name is declared anywhere", () => {
  const own = path.join("tests", "architecture.test.ts");
  const others = everything.filter(({ file }) => file !== own);
  expect(grep(others, declares(RETIRED))).toEqual([]);
  for (const [name, exception] of RETIRED_OUTSIDE) {
    const files = others.filter(({ file }) => !exception.test(file));
    expect(grep(files, declares([name]))).toEqual([]);
  }
  const topLevel = new RegExp(
    `^(?:export )?(?:async )?(?:const|let|function|class|interface|type) (?:${RETIRED_AT_TOP_LEVEL.join("|")})\\b`,
  );
  expect(grep(others, topLevel)).toEqual([]);

  const names = everything.map(({ file }) => path.parse(file).name.replace(/\.test$/, ""));
  expect(names.filter((name) => RETIRED_FILES.includes(name))).toEqual([]);
});

test("no page makes a browser request anything from a third party", () => {
  const foreign = sources
    .filter(({ file }) => /\.(tsx|css)$/.test(file))
    .filter(({ text }) => /(src|srcSet)=\{?["'`]https?:|url\(["']?https?:/.test(text))
    .map(({ file }) => file);
  expect(foreign).toEqual([]);
});
