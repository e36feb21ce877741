import { ingestEntries, makeEntry } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { countByMonth, findOrganizationName, getTopicFeed, MAX_TOPIC_PAGES } from "./queries-topic";
import type { Topic } from "./topic";

const notFound = { code: "not_found" };
const numbered = (index: number) => `2603.${String(index).padStart(5, "0")}`;
const author = (name: string): Topic => ({ kind: "author", name });

type Facts = Parameters<typeof makeEntry>[0];
const by = (names: { name: string; hidden?: boolean }[], facts: Facts) =>
  makeEntry({
    ...facts,
    paper: {
      authors: names.map((one, index) => ({
        _id: `${index}`.padEnd(24, "0"),
        hidden: false,
        ...one,
      })),
    },
  });

const listIds = async (topic: Topic, page = 0) =>
  (await getTopicFeed(topic, page)).papers.map(({ id }) => id);

describe("an author's page", () => {
  test("lists every paper of exactly this name once, newest first, then by id", async () => {
    const [old, late] = ["2025-12-30T09:00:00.000Z", "2026-03-01T09:00:00.000Z"];
    await ingestEntries([
      by([{ name: "Ann" }], { id: numbered(1), publishedAt: old }),
      by([{ name: "Bob" }, { name: "Ann" }], { id: numbered(3), publishedAt: late }),
      by([{ name: "Ann" }, { name: "Ann" }], { id: numbered(2), publishedAt: late }),
      by([{ name: "ann" }, { name: "Ann Other" }], { id: numbered(4) }),
    ]);
    const feed = await getTopicFeed(author("Ann"));
    expect(feed.papers.map(({ id }) => id)).toEqual([numbered(2), numbered(3), numbered(1)]);
    expect(feed).toMatchObject({ total: 3, pages: 1, label: "Ann" });
    expect(feed.counts).toEqual([
      { month: "2025-12", papers: 1 },
      { month: "2026-03", papers: 2 },
    ]);
  });

  test("doesn't exist for a hidden author, and leaves out papers on which the author is hidden", async () => {
    await ingestEntries([
      by([{ name: "Hid", hidden: true }, { name: "Ann" }], { id: numbered(1) }),
      by([{ name: "Half", hidden: true }], { id: numbered(2) }),
      by([{ name: "Half" }], { id: numbered(3) }),
    ]);
    await expect(getTopicFeed(author("Hid"))).rejects.toMatchObject(notFound);
    expect(await countByMonth(author("Hid"))).toEqual([]);
    expect(await listIds(author("Half"))).toEqual([numbered(3)]);
  });

  test("has pages of fifty that contain each paper once, and no page after the last", async () => {
    const all = Array.from({ length: 120 }, (_, index) => numbered(index));
    await ingestEntries(all.map((id) => by([{ name: "Ann" }], { id })));
    const pages = [0, 1, 2].map((page) => listIds(author("Ann"), page));
    expect((await Promise.all(pages)).flat()).toEqual(all);
    expect(await getTopicFeed(author("Ann"), 1)).toMatchObject({ total: 120, pages: 3, page: 1 });
    await expect(getTopicFeed(author("Ann"), 3)).rejects.toMatchObject(notFound);
    await expect(getTopicFeed(author("Ann"), MAX_TOPIC_PAGES)).rejects.toMatchObject(notFound);
  });

  test("a paper that loses an author leaves the author's page", async () => {
    await ingestEntries([by([{ name: "Ann" }], { id: numbered(1), day: "2026-03-04" })]);
    await ingestEntries([by([{ name: "Bob" }], { id: numbered(1), day: "2026-03-05" })]);
    await expect(getTopicFeed(author("Ann"))).rejects.toMatchObject(notFound);
    expect(await listIds(author("Bob"))).toEqual([numbered(1)]);
  });
});

test("a submitter's papers come once each, the last submission first", async () => {
  const sent = (name: string) => ({
    submittedBy: { _id: "5".repeat(24), name, fullname: "Sam S." },
  });
  await ingestEntries([
    makeEntry({ id: numbered(1), day: "2026-03-02", entry: sent("sam") }),
    makeEntry({ id: numbered(1), day: "2026-03-05", upvotes: 7, entry: sent("sam") }),
    makeEntry({ id: numbered(2), day: "2026-03-03", entry: sent("sam") }),
    makeEntry({ id: numbered(2), day: "2026-03-05", entry: sent("eve") }),
  ]);
  const feed = await getTopicFeed({ kind: "submitter", name: "sam" });
  expect(feed.papers).toMatchObject([
    { id: numbered(1), day: "2026-03-05", upvotes: 7, submitterName: "sam" },
    { id: numbered(2), day: "2026-03-03" },
  ]);
  expect(feed).toMatchObject({ total: 2, label: "Sam S." });
  expect(feed.counts).toEqual([{ month: "2026-03", papers: 2 }]);
});

test("an organization is addressed by its handle, even with several ids, and found by its full name", async () => {
  const of = (_id: string) => ({ organization: { _id, name: "lab", fullname: "A Lab" } });
  await ingestEntries([
    makeEntry({ id: numbered(1), paper: of("o1") }),
    makeEntry({ id: numbered(2), paper: of("o2") }),
    makeEntry({ id: numbered(3) }),
  ]);
  const feed = await getTopicFeed({ kind: "organization", name: "lab" });
  expect(feed).toMatchObject({ total: 2, label: "A Lab" });
  expect(feed.papers).toMatchObject([
    { id: numbered(1), organization: "A Lab", organizationName: "lab" },
    { id: numbered(2) },
  ]);
  expect(await findOrganizationName("A Lab")).toBe("lab");
  expect(await findOrganizationName("lab")).toBeNull();
});

test.each(["author", "organization", "category", "submitter"] as const)(
  "no name of an %s without papers has a page",
  async (kind) => {
    await ingestEntries([makeEntry()]);
    for (const name of ["nobody", '\'; DROP TABLE "Paper"; --', "%", "\u0000", "x".repeat(500)]) {
      await expect(getTopicFeed({ kind, name })).rejects.toMatchObject(notFound);
    }
  },
);
