import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { editionName } from "./edition";
import { DIGEST_SIZE, listDigestPapers } from "./queries";
import type { Schedule } from "./schema";

type NewIssue = {
  schedule: Schedule;
  date: string;
  /** Papers first seen after it */
  since: Date;
  now: () => Date;
  subjectOf: (titles: string[]) => string;
};

/**
 * Freezes an issue and a delivery for each active reader in one transaction, and answers how many
 * papers it has; without papers there is no issue. What is new is read in the same transaction:
 * a paper whose ingest is under way is dated after it and comes with the next.
 *
 * Of two that try at once the unique edition lets one through; the other gets a unique violation.
 */
export async function freezeIssue({
  schedule: { rhythm, hour, timeZone },
  date,
  since,
  now,
  subjectOf,
}: NewIssue): Promise<number> {
  return db().$transaction(async (transaction) => {
    const id = randomUUID();
    const until = now();
    const papers = await listDigestPapers(transaction, since, until, DIGEST_SIZE);
    if (papers.length === 0) return 0;
    const readers = await transaction.subscription.findMany({
      where: { state: "active" },
      select: { id: true },
    });
    await transaction.digestIssue.create({
      data: {
        id,
        edition: editionName({ rhythm, date, hour, timeZone }),
        rhythm,
        date,
        hour,
        timeZone,
        dueAt: until,
        since,
        until,
        candidates: JSON.stringify(papers.map((paper) => paper.id)),
        readers: readers.length,
        archived: true,
        createdAt: until,
      },
    });
    await transaction.digestSelection.create({
      data: {
        id,
        issueId: id,
        subject: subjectOf(papers.map(({ title }) => title)),
        why: "The trending papers that are new here.",
        papers: JSON.stringify(papers),
      },
    });
    await transaction.delivery.createMany({
      data: readers.map((reader) => ({
        issueId: id,
        subscriptionId: reader.id,
        selectionId: id,
        date,
        state: "pending",
        readyAt: until,
      })),
    });
    return papers.length;
  });
}
