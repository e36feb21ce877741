import { ingestEntries, makeEntry } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { completeQuery } from "./queries-complete";

const queries = async (typed: string) => (await completeQuery(typed)).map(({ query }) => query);
const author = (name: string) => ({ _id: "a".repeat(24), name, hidden: false });

test("completes operators and their values on this site, and keeps the text before them", async () => {
  await ingestEntries([
    makeEntry({
      id: "2603.00001",
      paper: {
        authors: [author("Geoffrey Hinton"), author("Zoë Quill")],
        organization: { _id: "o1", name: "deep-lab", fullname: "Deep Laboratory" },
      },
    }),
    makeEntry({ id: "2603.00002", paper: { authors: [author("Geoffrey Hinton")] } }),
  ]);
  const categories = ["cs.CL", "cs.CV", "stat.ML"].map((category, position) => ({
    paperId: "2603.00001",
    category,
    position,
    publishedAt: new Date("2026-03-01T00:00:00.000Z"),
  }));
  await db().paperCategory.createMany({ data: categories });

  expect(await queries("attention au")).toEqual(["attention author:"]);
  expect(await queries("so")).toEqual(["sort:"]);
  expect(await queries("x sort:t")).toEqual(["x sort:top ", "x sort:trending "]);
  expect(await queries("has:")).toEqual(["has:code "]);
  expect(await queries("x author:hint")).toEqual(['x author:"Geoffrey Hinton" ']);
  expect(await queries('x author:"geoffrey hin')).toEqual(['x author:"Geoffrey Hinton" ']);
  expect(await queries("zoe")).toEqual(['author:"Zoë Quill" ']);
  expect(await queries("org:lab")).toEqual(["org:deep-lab "]);
  expect(await queries("cat:CS.")).toEqual(["cat:cs.CL ", "cat:cs.CV "]);
  expect(await queries("by:s")).toEqual(["by:sam "]);
  expect(await queries('"geoffrey hin')).toEqual([]);
  expect(await queries("")).toEqual([]);
});
