import Database from "better-sqlite3";
import { seeded } from "./random";

/** The kinds of queries, in percent. */
const MIX = { two: 45, three: 25, one: 10, phrase: 8, prefix: 5, operators: 7 };
type Kind = keyof typeof MIX;

const OPERATORS = [
  "cat:cs.CL",
  "cat:cs",
  "after:2024",
  "before:2020",
  "has:code",
  "sort:new",
  "sort:top",
  "-learning",
];

/** Lists the kinds a hundred times by their shares, mixed by a stride. */
function listKinds(): Kind[] {
  const all = Object.entries(MIX).flatMap(([kind, share]) => Array<string>(share).fill(kind));
  return Array.from({ length: 100 }, (_, at) => all[(at * 37) % 100] as Kind);
}

function toQuery(kind: Kind, words: string[], random: () => number): string {
  const from = Math.floor(random() * Math.max(1, words.length - 3));
  const some = words.slice(from);
  if (kind === "two") return some.slice(0, 2).join(" ");
  if (kind === "three") return some.slice(0, 3).join(" ");
  if (kind === "one") return some[0] ?? "";
  if (kind === "phrase") return `"${some.slice(0, 2).join(" ")}"`;
  if (kind === "prefix") {
    const last = some[1] ?? "";
    return `${some[0]} ${last.slice(0, Math.max(3, last.length - 2))}`;
  }
  return `${some[0]} ${OPERATORS[Math.floor(random() * OPERATORS.length)]}`;
}

/** Generates queries from the titles of papers, the same for the same database. */
export function makeMix(file: string, count: number): string[] {
  const random = seeded(7);
  const database = new Database(file, { readonly: true });
  const titles = database
    .prepare<[], string>(`SELECT "title" FROM "Paper" WHERE rowid % 97 = 3`)
    .pluck()
    .all();
  database.close();
  const order = listKinds();
  return Array.from({ length: count }, (_, at) => {
    const title = titles[Math.floor(random() * titles.length)] ?? "";
    return toQuery(order[at % 100] ?? "two", title.toLowerCase().split(" "), random);
  });
}

/** Lists single words that occur in about half of all papers. */
export function listCommonWords(file: string): string[] {
  const database = new Database(file, { readonly: true });
  const papers = database.prepare<[], number>(`SELECT count(*) FROM "Paper"`).pluck().get() ?? 0;
  const words = database
    .prepare<[number, number], string>(`SELECT term FROM "SearchWord" WHERE doc BETWEEN ? AND ?`)
    .pluck()
    .all(papers * 0.42, papers * 0.62);
  database.close();
  return words.filter((word) => /^[a-z]+$/.test(word));
}
