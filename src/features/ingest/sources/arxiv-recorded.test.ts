import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readRows } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { detectFormat } from "@/features/ingest/detect-format";
import type { PaperDraft } from "@/features/papers/schema";
import { getWeekday } from "@/lib/day";
import { ingest } from "../mutations";

const NOW = new Date("2026-03-05T15:00:00.000Z");
const file = (name: string) =>
  path.join(process.env.RECORDED_DATA || "../shared/data", "arxiv", name);

function readFormat(name: string) {
  const text = readFileSync(file(name), "utf8");
  const format = detectFormat(null, text);
  return { format, answer: format.parseAnswer(text) };
}

function readDrafts(name: string): PaperDraft[] {
  const { format, answer } = readFormat(name);
  return answer.entries.map((entry) => format.parseEntry(entry, { now: NOW }));
}

const ATOM = "atom-api-405-entries.xml";
const RSS = "rss-atom-cs.AI-2025-08-20.xml";
const [EARLY, LATE] = ["sample_arxiv_record0.xml", "sample_arxiv_record3.xml"];

describe.skipIf(!existsSync(file(ATOM)))("arXiv's recorded answers", () => {
  test("of its API are all accepted: 405 of 405", async () => {
    const { format, answer } = readFormat(ATOM);
    expect(answer.total).toBe(405);
    const drafts = readDrafts(ATOM);
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(405);
    for (const draft of drafts) {
      // Submitted on Wednesday, December 17, 2025 in UTC, before or after that day's cut-off.
      expect(["2025-12-18", "2025-12-19"]).toContain(draft.announcement?.day);
      expect(draft.authors.length).toBeGreaterThan(0);
      expect(draft.categories?.length).toBeGreaterThan(0);
      expect(draft.withdrawn).toBe(false);
      expect((draft.version ?? 0) > 1).toBe(draft.revisedAt !== null);
    }
    const options = { now: () => NOW, origin: "route", format };
    expect(await ingest(answer.entries, options)).toMatchObject({ created: 405, rejected: [] });
    expect(await ingest(answer.entries, options)).toMatchObject({ created: 0, unchanged: 405 });
    expect(readRows("Listing")).toEqual([]);
  });

  test("of its RSS in Atom are accepted: two new papers, five cross-listed", () => {
    const drafts = readDrafts(RSS);
    expect(drafts).toHaveLength(7);
    expect(drafts.filter(({ onlyUpdates }) => onlyUpdates)).toHaveLength(5);
    for (const { announcement, summary, version } of drafts) {
      if (announcement) expect(announcement).toMatchObject({ day: "2025-08-20", by: "announced" });
      expect(summary).not.toMatch(/Announce Type|^Abstract/);
      expect(version).toBe(1);
    }
  });

  test("of its OAI-PMH are announced on the day that their stamp implies", () => {
    const [[early], [late]] = [readDrafts(EARLY), readDrafts(LATE)];
    expect(early).toMatchObject({ id: "1601.03238", announcement: { day: "2016-01-14" } });
    expect(late).toMatchObject({ id: "1603.01251", announcement: { day: "2016-03-04" } });
    expect(getWeekday(late?.announcement?.day ?? "")).toBe(5);
    expect(early?.authors[0]?.name).toBe("Planck Collaboration");
    expect(early?.authors[1]?.name).toBe("Jieci Wang");
  });
});
