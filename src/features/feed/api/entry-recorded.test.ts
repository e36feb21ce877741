import { readdirSync } from "node:fs";
import { getRecordedFolder, hasRecorded, readRecorded } from "@tests/factories";
import { expect, test } from "vitest";
import { ingest } from "@/features/ingest/mutations";
import { type ApiEntry, entriesSchema } from "./entry-schema";
import { parseDailyQuery } from "./parameters";
import { listDailyRows } from "./queries-daily";
import { listEntries } from "./queries-entries";

/** Fields that an answer may add to the recorded entry. */
const ADDED_FIELDS = [
  "ai_summary",
  "ai_keywords",
  "projectPage",
  "githubRepo",
  "githubStars",
] as const;

/** Returns the entries as a client receives them. */
const asSent = (entries: ApiEntry[]): ApiEntry[] =>
  entriesSchema.parse(JSON.parse(JSON.stringify(entries)));

const getId = ({ paper }: ApiEntry) => paper.id;
const byId = (entries: ApiEntry[]) => entries.toSorted((a, b) => (getId(a) < getId(b) ? -1 : 1));

async function readEntriesOfDay(date: string): Promise<ApiEntry[]> {
  const query = parseDailyQuery(new URLSearchParams({ date, limit: "100" }));
  return asSent(await listEntries(await listDailyRows(query)));
}

test.skipIf(!hasRecorded("2026-02-19"))(
  "every recorded day is returned by its date, and each entry equals the recorded one",
  async () => {
    const days = readdirSync(getRecordedFolder())
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5));
    for (const day of days) {
      await ingest(readRecorded(day), {
        now: () => new Date("2026-07-01T00:00:00.000Z"),
        origin: "command line",
        day,
      });
    }
    let compared = 0;
    for (const day of days) {
      const sent = entriesSchema.parse(readRecorded(day));
      const back = await readEntriesOfDay(day);
      const bare = back.map((entry) => {
        const addedNames = ADDED_FIELDS.filter((name) => entry[name] !== undefined);
        for (const name of addedNames) expect(entry[name]).toEqual(entry.paper[name]);
        return Object.fromEntries(
          Object.entries(entry).filter(([name]) => !addedNames.some((one) => one === name)),
        );
      });
      expect(byId(entriesSchema.parse(bare)), day).toEqual(byId(sent));
      compared += back.length;
    }
    expect(compared).toBe(4_077);
  },
  180_000,
);
