import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { migrate, readMigrations } from "@/db/migrate";
import { toStoredInstant } from "@/db/stored";
import { computeTrendingScore } from "@/features/papers/ranking";
import { makePapers, ORGANIZATIONS } from "./corpus";

const built = z.object({
  /** Seconds to write the papers, and to index them */
  insert: z.number(),
  index: z.number(),
  /** Bytes without and with the index */
  bare: z.number(),
  whole: z.number(),
});
type Built = z.infer<typeof built> & { file: string; reused: boolean };

const SOURCES = ["corpus.ts", "random.ts", "database.ts"];

/** Computes a version that changes with everything the database is built from. */
function computeVersion(papers: number): string {
  const hash = createHash("sha256").update(String(papers));
  for (const { checksum } of readMigrations("prisma/migrations")) hash.update(checksum);
  for (const name of SOURCES) hash.update(readFileSync(path.join(import.meta.dirname, name)));
  return hash.digest("hex").slice(0, 12);
}

function insertPapers(file: string, papers: number): void {
  const database = new Database(file);
  database.pragma("synchronous=OFF");
  const insertOrganization = database.prepare(
    `INSERT INTO "Organization" (id, name, fullname) VALUES (?, ?, ?)`,
  );
  const insertPaper = database.prepare(
    `INSERT INTO "Paper" (id, title, summary, publishedAt, day, listedAt, listed, newestDay,
       sourceUpvotes, upvotes, comments, score, authorCount, authorNames, categories, keywords,
       githubRepo, mediaUrls, organizationId, createdAt, updatedAt)
     VALUES (@id, @title, @summary, @instant, @day, @instant, 0, '', @upvotes, @upvotes, 0, @score,
       @authorCount, @authorNames, @categories, @keywords, @githubRepo, '[]', @organizationId, @instant, @instant)`,
  );
  database.transaction(() => {
    for (let at = 0; at < ORGANIZATIONS; at += 1) {
      insertOrganization.run(`o${at}`, `lab-${at}`, `Laboratory ${at}`);
    }
    for (const made of makePapers(papers)) {
      const { publishedAt, upvotes, organization } = made;
      const instant = toStoredInstant(publishedAt);
      const score = computeTrendingScore({ upvotes, comments: 0, listedAt: publishedAt });
      insertPaper.run({
        id: made.id,
        title: made.title,
        summary: made.summary,
        instant,
        day: instant.slice(0, 10),
        upvotes,
        score,
        authorCount: made.authors.length,
        authorNames: made.authors.join("\n"),
        categories: JSON.stringify(made.categories),
        keywords: JSON.stringify(made.keywords),
        githubRepo: made.githubRepo,
        organizationId: organization === null ? null : `o${organization}`,
      });
    }
  })();
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}

/**
 * Builds a database of generated papers, which the migration indexes as it does in an update. Later runs
 * reuse it while nothing it is built from changes.
 */
export function ensureDatabase(papers: number): Built {
  const file = path.join(
    tmpdir(),
    `daily-papers-bench-search-${papers}-${computeVersion(papers)}.db`,
  );
  const facts = `${file}.json`;
  if (existsSync(facts) && existsSync(file)) {
    return { ...built.parse(JSON.parse(readFileSync(facts, "utf8"))), file, reused: true };
  }
  const making = `${file}.making`;
  for (const end of ["", "-wal", "-shm"]) rmSync(making + end, { force: true });
  const migrations = readMigrations("prisma/migrations");
  const search = migrations.findIndex(({ name }) => name.endsWith("_search"));

  migrate(making, migrations.slice(0, search));
  const start = performance.now();
  insertPapers(making, papers);
  const inserted = performance.now();
  const bare = statSync(making).size;
  migrate(making, migrations);
  const indexed = performance.now();
  const whole = statSync(making).size;
  renameSync(making, file);
  const measured = {
    insert: (inserted - start) / 1000,
    index: (indexed - inserted) / 1000,
    bare,
    whole,
  };
  writeFileSync(facts, JSON.stringify(measured));
  return { ...measured, file, reused: false };
}
