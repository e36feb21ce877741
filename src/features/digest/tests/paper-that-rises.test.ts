import { hoursAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { listPapersIn } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";

const paper = (number: number) => `2603.0000${number}`;

/** Ingests new papers, the first one ranking highest. */
async function ingestRanked(numbers: number[], now: Date, score: number) {
  await ingestEntries(
    numbers.map((number) => makeEntry({ id: paper(number) })),
    now,
  );
  for (const [place, number] of numbers.entries()) await rank(number, score - place);
}

const rank = (number: number, score: number) =>
  db().paper.update({ where: { id: paper(number) }, data: { score } });

test("a paper that was left out is sent once it trends, and only once", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription("reader-1", { size: 5 });
  await ingestRanked([1, 2, 3, 4, 5, 6, 7], hoursAfter(-1), 100);
  await runDigestAt(NOW);
  expect(await listPapersIn(emails[0])).toEqual([1, 2, 3, 4, 5].map(paper));

  await ingestRanked([8], hoursAfter(1), 150);
  await rank(7, 200);
  await runDigestAt(hoursAfter(24));
  expect(await listPapersIn(emails[1])).toEqual([7, 8].map(paper));

  await ingestRanked([9], hoursAfter(25), 50);
  await runDigestAt(hoursAfter(48));
  expect(await listPapersIn(emails[2])).toEqual([9].map(paper));
  expect(emails).toHaveLength(3);
});

test("an old paper that trends now makes no email without a new paper", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription("reader-1", { size: 5 });
  await ingestRanked([1, 2, 3, 4, 5, 6], hoursAfter(-1), 100);
  await runDigestAt(NOW);
  await rank(6, 200);
  await runDigestAt(hoursAfter(24));
  expect(emails).toHaveLength(1);
});

test("a new version of a paper that was sent does not make it new", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription();
  await ingestEntries([makeEntry({ id: paper(1) })], hoursAfter(-1));
  await runDigestAt(NOW);
  await ingestEntries(
    [makeEntry({ id: paper(1), title: "Its second version" }), makeEntry({ id: paper(2) })],
    hoursAfter(1),
  );
  await runDigestAt(hoursAfter(24));
  expect(await listPapersIn(emails[1])).toEqual([paper(2)]);
});
