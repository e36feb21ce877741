import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { readPaperRows, watchWrites } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { listDigestPapers } from "@/features/digest/issue/queries-papers";
import { getFeed } from "@/features/feed/queries";
import { saveDrafts } from "@/features/papers/mutations";
import { getCoverFacts } from "@/features/papers/queries";
import type { Announcement, PaperDraft } from "@/features/papers/schema";
import { castVote } from "@/features/votes/mutations";
import { toDayPeriod } from "@/lib/day";
import { EMPTY_ENTRY } from "./listing";

const ID = "2603.00001";

const announced = (day: string, by: Announcement["by"] = "submitted"): Announcement => ({
  day,
  at: new Date(`${day}T01:00:00.000Z`),
  by,
});

/** Makes a draft as arXiv's formats are parsed to. */
function makeArxiv(facts: Partial<PaperDraft> = {}): PaperDraft {
  const draft = {
    id: ID,
    title: "As arXiv has it",
    summary: "Its abstract.",
    publishedAt: new Date("2026-03-02T09:00:00.000Z"),
    authors: [{ name: "Ada Author 0", hidden: false }],
    categories: ["cs.CL", "cs.AI"],
    version: 1,
    announcement: announced("2026-03-03"),
    ...facts,
  };
  return { ...draft, entryHash: JSON.stringify(draft) };
}

const listing = ({ announcement }: PaperDraft) =>
  announcement && {
    day: announcement.day,
    listedAt: announcement.at,
    upvotes: 0,
    comments: 0,
    rawEntry: EMPTY_ENTRY,
  };
const listed = (draft: PaperDraft): PaperDraft => ({ ...draft, listing: listing(draft) });

const save = (drafts: PaperDraft[], source = "arxiv") =>
  saveDrafts(drafts, { now: () => NOW, source });
const readPaper = () =>
  db().paper.findUniqueOrThrow({
    where: { id: ID },
    include: {
      listings: { orderBy: { day: "asc" } },
      authors: { orderBy: { position: "asc" } },
      inCategories: { orderBy: { position: "asc" } },
    },
  });
const listDays = async () => (await readPaper()).listings.map(({ day }) => day);

describe("an archive paper", () => {
  test("is stored with its categories and the day of its announcement, without a listing", async () => {
    expect(await save([makeArxiv()])).toEqual(["created"]);
    const paper = await readPaper();
    expect(paper).toMatchObject({ day: "2026-03-03", listed: false, newestDay: "", listings: [] });
    expect(paper.listedAt).toEqual(new Date("2026-03-03T01:00:00.000Z"));
    expect(paper.inCategories.map(({ category }) => category)).toEqual(["cs.CL", "cs.AI"]);
    expect(paper.authorNames).toBe("Ada Author 0");
  });

  test("received again is only read", async () => {
    await save([makeArxiv()]);
    const written = watchWrites();
    expect(await save([makeArxiv()])).toEqual(["unchanged"]);
    expect(written()).toBe(false);
  });

  test("that Hugging Face lists has that day and keeps arXiv's text", async () => {
    await save([makeArxiv()]);
    await ingestEntries([makeEntry({ title: "As submitted", upvotes: 7 })]);
    const paper = await readPaper();
    expect(paper).toMatchObject({ title: "As arXiv has it", day: "2026-03-05", listed: true });
    expect(paper).toMatchObject({ upvotes: 7, version: 1, announcedDay: "2026-03-03" });
    expect(paper.inCategories).toHaveLength(2);
  });
});

describe("a listed paper that arXiv sends", () => {
  test("takes its text and categories, and keeps day, votes, comments, keywords and organization", async () => {
    const organization = { _id: "o1", name: "lab", fullname: "A Lab" };
    await ingestEntries([makeEntry({ paper: { organization, ai_keywords: ["one"] } })]);
    await castVote({ paperId: ID, personId: await makePerson() }, NOW);
    expect(await save([makeArxiv({ version: 2 })])).toEqual(["updated"]);
    const paper = await readPaper();
    expect(paper).toMatchObject({ title: "As arXiv has it", version: 2, organizationId: "o1" });
    expect(paper).toMatchObject({ day: "2026-03-05", votes: 1, upvotes: 4, comments: 1 });
    expect(paper.keywords).toBe('["one"]');
    expect(paper.listings).toHaveLength(1);
  });

  test("keeps its authors' accounts and their wish to be hidden", async () => {
    const authors = [
      { _id: "a1", name: "Ada Author 0", hidden: false, user: { user: "ada" } },
      { _id: "a2", name: "Shy", hidden: true },
    ];
    await ingestEntries([makeEntry({ paper: { authors } })]);
    const names = ["Shy", "New One", "Ada Author 0"].map((name) => ({ name, hidden: false }));
    await save([makeArxiv({ authors: names })]);
    expect((await readPaper()).authors).toMatchObject([
      { name: "Shy", hidden: true, sourceId: "a2" },
      { name: "New One", hidden: false, sourceId: null },
      { name: "Ada Author 0", hidden: false, user: "ada" },
    ]);
    expect((await readPaper()).authorNames).toBe("New One\nAda Author 0");
  });

  test("ends the same in either order", async () => {
    const entry = makeEntry({ title: "As submitted", upvotes: 7 });
    await ingestEntries([entry]);
    await save([makeArxiv()]);
    const first = readPaperRows();
    await db().paper.deleteMany();
    await save([makeArxiv()]);
    await ingestEntries([entry]);
    expect(readPaperRows()).toEqual(first);
  });
});

describe("versions", () => {
  test("a replacement updates the text and keeps the day; an older version received later changes nothing", async () => {
    await save([makeArxiv()]);
    await save([makeArxiv({ version: 2, title: "Second", announcement: announced("2026-03-09") })]);
    expect(await readPaper()).toMatchObject({ title: "Second", day: "2026-03-03", version: 2 });
    await save([makeArxiv({ note: "received late" })]);
    expect(await readPaper()).toMatchObject({ title: "Second", version: 2, note: null });
  });

  test("that only update create no paper, and change a stored one", async () => {
    const update = makeArxiv({ onlyUpdates: true, announcement: undefined, version: 3 });
    expect(await save([update])).toEqual(["unknown"]);
    expect(await db().paper.count()).toBe(0);
    await save([makeArxiv()]);
    expect(await save([{ ...update, title: "Third" }])).toEqual(["updated"]);
    expect(await readPaper()).toMatchObject({ title: "Third", day: "2026-03-03" });
  });
});

describe("a listing on the day of the announcement", () => {
  test("moves to the surer day, in either order, and stays there", async () => {
    await save([listed(makeArxiv({ announcement: announced("2026-03-02", "created") }))]);
    expect(await listDays()).toEqual(["2026-03-02"]);
    await save([listed(makeArxiv())], "another");
    expect(await listDays()).toEqual(["2026-03-03"]);
    expect(await readPaper()).toMatchObject({ day: "2026-03-03", announcementBasis: "submitted" });
    await save([listed(makeArxiv({ announcement: announced("2026-03-04", "created") }))], "third");
    expect(await listDays()).toEqual(["2026-03-03"]);
  });

  test("is moved by a source without listings too, and has one day only", async () => {
    await save([listed(makeArxiv())], "arxiv;list");
    const rss = makeArxiv({ announcement: announced("2026-03-05", "announced") });
    expect(await save([rss], "rss")).toEqual(["updated"]);
    expect(await listDays()).toEqual(["2026-03-05"]);
    expect(await readPaper()).toMatchObject({ day: "2026-03-05", listed: true });
    await save([listed(makeArxiv({ version: 2 }))], "arxiv;list");
    expect(await listDays()).toEqual(["2026-03-05"]);
    const written = watchWrites();
    await save([rss], "rss");
    await save([listed(makeArxiv({ version: 2 }))], "arxiv;list");
    expect(written()).toBe(false);
  });

  test("is replaced by one with its own entry on the same day, and kept beside one on another", async () => {
    const entry = makeEntry({ day: "2026-03-03", upvotes: 7 });
    await save([listed(makeArxiv())]);
    await ingestEntries([entry]);
    await save([listed(makeArxiv({ version: 2 }))]);
    expect((await readPaper()).listings).toMatchObject([{ day: "2026-03-03", upvotes: 7 }]);
    await ingestEntries([makeEntry({ day: "2026-03-05" })]);
    expect(await listDays()).toEqual(["2026-03-03", "2026-03-05"]);
    expect(await readPaper()).toMatchObject({ day: "2026-03-03", newestDay: "2026-03-05" });
  });

  test("that moves within one batch is stored on its last day only", async () => {
    const created = listed(makeArxiv({ announcement: announced("2026-03-02", "created") }));
    await save([created, listed(makeArxiv())]);
    expect(await listDays()).toEqual(["2026-03-03"]);
  });

  test("of an archive paper appears when a source lists it later", async () => {
    await save([makeArxiv()]);
    await save([listed(makeArxiv())], "arxiv;list");
    expect(await readPaper()).toMatchObject({ listed: true, day: "2026-03-03" });
    expect(await listDays()).toEqual(["2026-03-03"]);
  });
});

test("an author who wishes to be hidden is on no card, no cover and in no email", async () => {
  const authors = ["Seen One", "Shy One"].map((name) => ({ name, hidden: name === "Shy One" }));
  await ingestEntries([makeEntry({ paper: { authors } })]);
  const [card] = (await getFeed(toDayPeriod("2026-03-05"))).papers;
  expect(card?.authors).toEqual(["Seen One"]);
  expect(await getCoverFacts(ID)).toMatchObject({ authors: ["Seen One"], authorCount: 2 });
  const [mailed] = await listDigestPapers([ID]);
  expect(mailed?.byline).toBe("Seen One · 2 authors");
});
