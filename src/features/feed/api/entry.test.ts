import { listingWithoutEntry, makeDraft, saveArxivDrafts } from "@tests/drafts";
import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { castVote } from "@/features/votes/mutations";
import { type ApiEntry, entrySchema, paperSchema } from "./entry-schema";
import { getApiPaper, listEntries } from "./queries-entries";

const ID = "2603.00001";

/** Returns a value as a client receives it. */
const sent = (value: unknown) => JSON.parse(JSON.stringify(value));

async function readEntry(day: string | null, paperId = ID): Promise<ApiEntry> {
  const [entry] = await listEntries([{ paperId, day }]);
  return entrySchema.parse(sent(entry));
}

const readApiPaper = async (id = ID) => paperSchema.parse(sent(await getApiPaper(id)));

const omit = (entry: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)));

describe("the entry of a listing", () => {
  test("is returned for its day with unknown fields; the paper alone has the fields of the newest entry", async () => {
    const older = makeEntry({ day: "2026-03-04", upvotes: 3, entry: { mood: { a: [null] } } });
    const newer = makeEntry({ day: "2026-03-05", upvotes: 9, paper: { shelf: 7, githubStars: 2 } });
    await ingestEntries([newer, older]);

    expect(await readEntry("2026-03-04")).toEqual(older);
    expect(omit(await readEntry("2026-03-05"), "githubStars")).toEqual(newer);
    expect(await readApiPaper()).toMatchObject(newer.paper);
    expect((await readApiPaper()).submittedOnDailyBy?.user).toBe("sam");
  });

  test("includes the votes of this site", async () => {
    const entry = makeEntry({ upvotes: 3, comments: 2 });
    await ingestEntries([entry]);
    await castVote({ paperId: ID, personId: await makePerson() }, NOW);
    expect(await readEntry("2026-03-05")).toEqual({
      ...entry,
      paper: { ...entry.paper, upvotes: 4 },
    });
    expect((await readApiPaper()).upvotes).toBe(4);
  });

  test("keeps its line breaks while its words are the paper's", async () => {
    const title = "A title\n  on two lines";
    const summary = "  An abstract\nfrom arXiv.\n";
    const entry = makeEntry({ title, entry: { summary }, paper: { summary } });
    await ingestEntries([entry]);
    expect(await readEntry("2026-03-05")).toEqual(entry);

    await saveArxivDrafts(makeDraft({ id: ID, title: "A newer title", version: 2 }));
    const after = await readEntry("2026-03-05");
    expect(after).toMatchObject({ title: "A newer title", paper: { title: "A newer title" } });
    expect(after.paper.authors.map(({ name }) => name)).toEqual(["Ann Archive", "Bob Archive"]);
    expect(after.submittedBy).toEqual(entry.submittedBy);
  });

  test("has instants that Python clients can parse, and no null", async () => {
    const paper = { submittedOnDailyAt: "2026-03-05T11:00:00+01:00", ai_summary: null };
    const given = { submittedBy: null, mediaUrls: null, publishedAt: "2026-03-02T09:00:00Z" };
    await ingestEntries([makeEntry({ entry: given, paper })]);
    const entry = await readEntry("2026-03-05");
    expect(entry.publishedAt).toBe("2026-03-02T09:00:00.000Z");
    expect(entry.paper.submittedOnDailyAt).toBe("2026-03-05T10:00:00.000Z");
    expect(entry.submittedBy).toMatchObject({ fullname: "Daily Papers", name: "daily-papers" });
    expect(JSON.stringify(entry)).not.toContain("null");
  });

  test("repeats fields of the paper that clients read from the entry", async () => {
    const beside = {
      ai_summary: "In short.",
      ai_keywords: ["one"],
      projectPage: "https://project.example.org",
      githubRepo: "https://github.com/a/b",
      githubStars: 0,
    };
    const entry = makeEntry({ paper: beside });
    await ingestEntries([entry]);
    expect(await readEntry("2026-03-05")).toEqual({ ...entry, ...beside });
  });
});

test("an entry with few fields gets all fields that strict clients require", async () => {
  const { id, title, publishedAt } = makeEntry().paper;
  await ingestEntries([
    { paper: { id, title, publishedAt, submittedOnDailyAt: "2026-03-05T10:30:00.000Z" } },
  ]);
  const entry = await readEntry("2026-03-05");
  expect(entry).toMatchObject({
    title,
    summary: "",
    publishedAt,
    numComments: 0,
    isAuthorParticipating: false,
    submittedBy: { name: "daily-papers", type: "user", isPro: false },
    paper: { authors: [], upvotes: 0 },
  });
  expect(entry.thumbnail).toMatch(/^https:\/\/papers\.example\.org\/covers\/2603\.00001\?v=\w{8}$/);
  expect(entry.paper.discussionId).toMatch(/^[0-9a-f]{24}$/);
  expect(entry).not.toHaveProperty("upvotes");
});

test("a listing without an entry, and an archive paper, are built from their columns", async () => {
  await saveArxivDrafts(
    makeDraft(),
    makeDraft({ id: "astro-ph/0601001", entryHash: "1", ...listingWithoutEntry("2026-03-04") }),
  );
  const archive = await readEntry(null, "2603.10001");
  expect(archive.paper).not.toHaveProperty("submittedOnDailyAt");
  expect(archive.paper.authors).toMatchObject([{ name: "Ann Archive", hidden: false }, {}]);
  const ids = archive.paper.authors.map(({ _id }) => _id);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
  expect(await readEntry(null, "2603.10001"), "the same ids again").toEqual(archive);

  const listed = await readEntry("2026-03-04", "astro-ph/0601001");
  expect(listed.paper.submittedOnDailyAt).toMatch(/^2026-03-04T/);
  expect(listed.paper.submittedOnDailyBy?.user).toBe("daily-papers");
  expect(listed.paper).not.toHaveProperty("ai_keywords");
});

test("an entry of an unknown shape is ignored, and the answer uses the columns", async () => {
  await ingestEntries([makeEntry()]);
  await db().listing.updateMany({ data: { rawEntry: '{"paper": 5}' } });
  expect((await readEntry("2026-03-05")).title).toBe(makeEntry().title);
});
