import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { saveDrafts } from "@/features/papers/mutations";
import type { PaperDraft } from "@/features/papers/schema";
import { countByMonth, getTopicFeed, listCategories } from "./queries-topic";

const NOW = new Date("2026-03-05T15:00:00.000Z");
const CATEGORIES = ["cs.CL", "cs.LG", "hep-th"];

type CategoryDraft = { paper: number; month: number; categories: string[]; version: number };

const toDraft = ({ paper, month, categories, version }: CategoryDraft): PaperDraft => {
  const at = new Date(Date.UTC(2026, month, 3));
  return {
    id: `2603.0000${paper}`,
    title: "An invented paper",
    summary: "",
    publishedAt: at,
    authors: [{ name: "Ann", hidden: false }],
    categories,
    version,
    announcement: { day: "2026-03-04", at, by: "submitted" },
    entryHash: JSON.stringify({ paper, month, categories, version }),
  };
};

const save = (draft: CategoryDraft) =>
  saveDrafts([toDraft(draft)], { now: () => NOW, source: "arxiv" });

test("a category lists its papers newest first, with cross-listed ones", async () => {
  await save({ paper: 1, month: 0, categories: ["cs.CL", "cs.LG"], version: 1 });
  await save({ paper: 2, month: 1, categories: ["cs.LG"], version: 1 });
  const feed = await getTopicFeed({ kind: "category", name: "cs.LG" });
  expect(feed.papers).toMatchObject([{ id: "2603.00002" }, { id: "2603.00001" }]);
  expect(feed).toMatchObject({ total: 2, label: "Machine Learning (cs.LG)" });
  expect(await listCategories()).toEqual([
    { category: "cs.CL", papers: 1 },
    { category: "cs.LG", papers: 2 },
  ]);
});

const draft = fc.record({
  paper: fc.integer({ min: 1, max: 4 }),
  month: fc.integer({ min: 0, max: 3 }),
  categories: fc.uniqueArray(fc.constantFrom(...CATEGORIES)),
  version: fc.integer({ min: 1, max: 3 }),
});

test("the stored counts equal the counted papers after additions, revisions and deletions", async () => {
  const step = fc.oneof({ weight: 5, arbitrary: draft }, fc.integer({ min: 1, max: 4 }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      for (const step of steps) {
        if (typeof step === "number") {
          await db().paper.deleteMany({ where: { id: `2603.0000${step}` } });
        } else await save(step);
      }
      const rows = await db().paperCategory.findMany();
      for (const category of CATEGORIES) {
        const months = rows
          .filter((row) => row.category === category)
          .map(({ publishedAt }) => publishedAt.toISOString().slice(0, 7));
        const counted = [...new Set(months)].toSorted().map((month) => ({
          month,
          papers: months.filter((one) => one === month).length,
        }));
        expect(await countByMonth({ kind: "category", name: category })).toEqual(counted);
      }
    }),
    { numRuns: 60 },
  );
});
