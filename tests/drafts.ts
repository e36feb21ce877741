import { saveDrafts } from "@/features/papers/mutations";
import type { PaperDraft } from "@/features/papers/schema";
import { NOW } from "./factories";

/** Makes an archive paper as arXiv announces it, without a listing. */
export const makeDraft = (facts: Partial<PaperDraft> = {}): PaperDraft => ({
  id: "2603.10001",
  title: "An archive paper",
  summary: "Its abstract on arXiv.",
  publishedAt: new Date("2026-03-03T00:00:00.000Z"),
  authors: [
    { name: "Ann Archive", hidden: false },
    { name: "Bob Archive", hidden: false },
  ],
  categories: ["cs.CL"],
  version: 1,
  announcement: { day: "2026-03-04", at: new Date("2026-03-04T01:00:00.000Z"), by: "announced" },
  entryHash: "0",
  ...facts,
});

/** Makes a listing without an entry of its own. */
export const listingWithoutEntry = (day: string): Pick<PaperDraft, "listing"> => ({
  listing: {
    day,
    listedAt: new Date(`${day}T01:00:00.000Z`),
    upvotes: 0,
    comments: 0,
    rawEntry: "{}",
  },
});

export const saveArxivDrafts = (...drafts: PaperDraft[]) =>
  saveDrafts(drafts, { now: () => NOW, source: "arxiv" });
