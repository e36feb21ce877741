import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { castVote } from "./mutations";
import { listUpvoted } from "./queries";

test("lists a person's own votes among the given papers, and nobody else's", async () => {
  const ids = ["2603.00001", "2603.00002", "2603.00003"];
  await ingestEntries(ids.map((id) => makeEntry({ id })));
  const [me, you] = [await makePerson("me"), await makePerson("you")];
  await castVote({ paperId: "2603.00001", personId: me }, NOW);
  await castVote({ paperId: "2603.00003", personId: me }, NOW);
  await castVote({ paperId: "2603.00002", personId: you }, NOW);

  expect((await listUpvoted(me, ids)).toSorted()).toEqual(["2603.00001", "2603.00003"]);
  expect(await listUpvoted(me, ["2603.00002", "2603.00003", "2603.99999"])).toEqual(["2603.00003"]);
  expect(await listUpvoted(me, [])).toEqual([]);
  expect(await listUpvoted("nobody", ids)).toEqual([]);
});
