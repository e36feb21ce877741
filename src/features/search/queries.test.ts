import { ingestEntries, makeEntry, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { searchPapers } from "./queries";

const search = (text: string) => searchPapers(text, { page: 0, size: 20, now: NOW });
const idsOf = async (text: string) => (await search(text)).papers.map(({ id }) => id);

test("title stands above authors above the rest", async () => {
  await ingestEntries([
    makeEntry({ id: "2603.00001", paper: { summary: "All about gravity." } }),
    makeEntry({ id: "2603.00002", title: "On Gravity" }),
    makeEntry({
      id: "2603.00003",
      paper: { authors: [{ _id: "a", name: "Ann Gravity", hidden: false }] },
    }),
  ]);
  expect(await idsOf("gravity")).toEqual(["2603.00002", "2603.00003", "2603.00001"]);
});
