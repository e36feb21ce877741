import type Sqlite from "better-sqlite3";

/** Creates a function that inserts rows into a database that a server has open. */
export const createInserter =
  (database: Sqlite.Database) => (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const columns = names.map((name) => `"${name}"`).join(", ");
    const parameters = names.map(() => "?").join(", ");
    database
      .prepare(`INSERT INTO "${table}" (${columns}) VALUES (${parameters})`)
      .run(Object.values(row));
  };

/** Inserts one of the site's own issues, due at 07:00 UTC on a date, of papers with these titles, without deliveries. */
export function seedIssue(database: Sqlite.Database, date: string, titles: string[]): void {
  const insert = createInserter(database);
  const id = `issue-${date}`;
  const dueAt = `${date}T07:00:00.000+00:00`;
  const papers = titles.map((title, index) => ({
    id: `2603.${String(index).padStart(5, "0")}`,
    title,
    upvotes: index,
    byline: `${title.slice(0, 100)} · 3 authors`,
    excerpt: title.slice(0, 300),
  }));
  const emptyReason = "No new papers since the last issue.";
  insert("DigestIssue", {
    id,
    edition: `daily/${date}/07/UTC`,
    rhythm: "daily",
    date,
    hour: 7,
    timeZone: "UTC",
    dueAt,
    since: dueAt,
    until: dueAt,
    createdAt: dueAt,
    archived: 1,
    deliveryCount: 0,
    candidates: "[]",
    emptyReason: titles.length === 0 ? emptyReason : null,
  });
  insert("DigestSelection", {
    id,
    issueId: id,
    papers: JSON.stringify(papers),
    subject: titles.join(", "),
    reason: titles.length ? "The trending papers." : emptyReason,
  });
}
