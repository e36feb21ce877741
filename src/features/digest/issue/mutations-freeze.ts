import { randomUUID } from "node:crypto";
import type { BulkWriter } from "@/db/bulk";
import { db, transactionBulk } from "@/db/client";
import { type Due, formatEditionName, getLatestEdition } from "@/features/digest/schedule/edition";
import { listEarlierIssues } from "@/features/digest/schedule/queries";
import type { Schedule } from "@/features/digest/schema";
import { toZonedDay } from "@/lib/day";
import { PaperTextCache } from "./matching";
import { SelectionWriter } from "./mutations-selection";
import {
  listCandidates,
  listPaperTexts,
  listSubscriptionGroups,
  type SubscriptionGroup,
  WINDOW_DAYS,
} from "./queries-freeze";
import { EMPTY_REASONS } from "./reasons";

/** What an issue became. */
export type FrozenIssue = {
  edition: string;
  /** Candidates, and those of them that were new */
  candidateCount: number;
  newCount: number;
  deliveryCount: number;
  /** Why nothing is mailed, where nothing is */
  emptyReason: string | null;
};

type NewIssue = Due & {
  schedule: Schedule;
  /** One of the site's own editions */
  archived: boolean;
  now: () => Date;
  formatSubject: (titles: string[]) => string;
  /** Kept from one issue of a run to the next */
  texts?: PaperTextCache;
};

type OfIssue = { id: string; date: string; until: Date; selectionId: string };

/**
 * Deliveries of a selection, after what is still owed to these readers from before is set aside; but not
 * what may have gone out already, whose papers count as mailed: it goes again under its Message-ID.
 */
function writeDeliveries(
  bulk: BulkWriter,
  { id, date, until, selectionId }: OfIssue,
  { ids, owed }: SubscriptionGroup,
): void {
  if (owed) {
    bulk.run(
      `UPDATE "Delivery" SET "state" = 'skipped', "readyAt" = NULL, "settledAt" = ?,
          "attemptLog" = CASE WHEN "answer" IS NULL THEN "attemptLog"
            ELSE json_insert("attemptLog", '$[#]', json_object('at', "claimedAt", 'answer', "answer")) END,
          "answer" = ?
        WHERE "subscriptionId" IN (SELECT "value" FROM json_each(?))
          AND "state" IN ('pending', 'deferred') AND "uncertainAttempts" = 0`,
      [until, "a later issue took its place", ids],
    );
  }
  bulk.run(
    `INSERT INTO "Delivery" ("issueId", "subscriptionId", "selectionId", "date", "state", "readyAt")
      SELECT ?, "value", ?, ?, 'pending', ? FROM json_each(?)`,
    [id, selectionId, date, until, ids],
  );
}

/**
 * Freezes an edition in one transaction: what could be chosen, what was chosen for whom, and a
 * delivery for each reader for whom something was. Null where the edition exists already: of two
 * that try at once one writes, and the other finds it written.
 *
 * What is new is read in the same transaction: a paper whose ingest is under way is dated after it
 * and comes with the next. A hundred thousand readers are some seconds' work, in pages of some
 * milliseconds; others' writes wait for their end.
 */
export async function freezeIssue(issue: NewIssue): Promise<FrozenIssue | null> {
  const { schedule, edition, dueAt, archived, now, formatSubject: subjectOf } = issue;
  const { rhythm, date, hour, timeZone } = edition;
  const name = formatEditionName(edition);
  const texts = issue.texts ?? new PaperTextCache(listPaperTexts);
  return transactionBulk(async (bulk) => {
    if (await db().digestIssue.findUnique({ where: { edition: name }, select: { id: true } })) {
      return null;
    }
    const until = now();
    const earlier = await listEarlierIssues(schedule, edition);
    const since =
      earlier[0]?.until ?? getLatestEdition(schedule, new Date(dueAt.getTime() - 1)).dueAt;
    const candidates = await listCandidates(rhythm, { since, until });
    const newCount = candidates.filter(({ isNew }) => isNew).length;
    const id = randomUUID();
    bulk.insert("DigestIssue", [
      {
        ...{ id, edition: name, rhythm, date, hour, timeZone, dueAt, since, until, archived },
        ...{ candidates: JSON.stringify(candidates.map((paper) => paper.id)) },
        ...{ deliveryCount: 0, emptyReason: null, createdAt: until },
      },
    ]);
    const selections = new SelectionWriter({
      ...{
        bulk,
        issueId: id,
        candidates,
        texts,
        since: toZonedDay(since, timeZone),
        formatSubject: subjectOf,
      },
    });
    const oldest = until.getTime() - (WINDOW_DAYS[rhythm] + 2) * 24 * 60 * 60_000;
    const recent = earlier.filter((one) => one.until.getTime() >= oldest);
    await selections.writeOwn(recent.map((one) => one.id));

    let subscriberCount = 0;
    let deliveryCount = 0;
    for await (const page of newCount
      ? listSubscriptionGroups(bulk, { schedule, edition, dueAt, until })
      : []) {
      await selections.readEarlier(page);
      for (const alike of page) {
        subscriberCount += alike.count;
        const selectionId = await selections.idFor(alike);
        if (!selectionId) continue;
        writeDeliveries(bulk, { id, date, until, selectionId }, alike);
        deliveryCount += alike.count;
      }
    }
    let emptyReason: string | null = null;
    if (newCount === 0) emptyReason = EMPTY_REASONS.noNewPapers(toZonedDay(since, timeZone));
    else if (subscriberCount === 0) emptyReason = EMPTY_REASONS.noSubscribers;
    else if (deliveryCount === 0) emptyReason = EMPTY_REASONS.noMatches;
    bulk.run(`UPDATE "DigestIssue" SET "deliveryCount" = ?, "emptyReason" = ? WHERE "id" = ?`, [
      deliveryCount,
      emptyReason,
      id,
    ]);
    return {
      edition: name,
      candidateCount: candidates.length,
      newCount,
      deliveryCount,
      emptyReason,
    };
  });
}
