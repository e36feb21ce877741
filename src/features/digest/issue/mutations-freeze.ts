import { hash } from "node:crypto";
import type { BulkWriter } from "@/db/bulk";
import { db, transactionBulk } from "@/db/client";
import {
  formatEditionName,
  getLatestEdition,
  type ScheduledEdition,
} from "@/features/digest/schedule/edition";
import { listEarlierIssues } from "@/features/digest/schedule/queries";
import type { Schedule } from "@/features/digest/schema";
import { toZonedDay } from "@/lib/day";
import { DAY } from "@/lib/duration";
import { PaperTextCache } from "./matching";
import { SelectionWriter } from "./mutations-selection";
import {
  findUnsent,
  listCandidates,
  listPaperTexts,
  listSubscriptionGroups,
  MAX_DATE_LAG_DAYS,
  type SubscriptionGroup,
  WINDOW_DAYS,
} from "./queries-freeze";
import { EMPTY_REASONS } from "./reasons";

/** The result of freezing an edition. */
export type FrozenIssue = {
  /** The edition's name */
  edition: string;
  candidateCount: number;
  /** Candidates that are new in this edition */
  newCount: number;
  deliveryCount: number;
  /** Why no email is sent; null if some are */
  emptyReason: string | null;
};

type NewIssue = ScheduledEdition & {
  schedule: Schedule;
  /** One of the site's own editions */
  archived: boolean;
  now: () => Date;
  formatSubject: (titles: string[]) => string;
  /** Shared by the issues of a run */
  texts?: PaperTextCache;
};

/**
 * Derives an issue's id from its edition, as a UUID of version 8 (RFC 9562, section 5.8). A site that
 * was restored from a backup, or a copy of it, makes an issue again that was sent already: its emails
 * then have the same Message-IDs, so that mail servers can drop them as copies.
 */
export function deriveIssueId(edition: string): string {
  const digest = hash("sha256", `issue:${edition}`, "hex");
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 3) | 8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}

type NewDeliveries = {
  issueId: string;
  selectionId: string;
  /** The issue's calendar date */
  date: string;
  until: Date;
};

/**
 * Writes the deliveries of a selection. Earlier deliveries to the same subscriptions that are still
 * waiting are skipped first. Those that may have been sent already are not: their papers count as
 * sent, and they are sent again under the same Message-ID.
 */
function writeDeliveries(
  bulk: BulkWriter,
  { issueId, selectionId, date, until }: NewDeliveries,
  { subscriptionIds, hasWaiting }: SubscriptionGroup,
): void {
  if (hasWaiting) {
    bulk.run(
      `UPDATE "Delivery" SET "state" = 'skipped', "readyAt" = NULL, "settledAt" = ?,
          "attemptLog" = CASE WHEN "answer" IS NULL THEN "attemptLog"
            ELSE json_insert("attemptLog", '$[#]', json_object('at', "claimedAt", 'answer', "answer")) END,
          "answer" = ?
        WHERE "subscriptionId" IN (SELECT "value" FROM json_each(?))
          AND "state" IN ('pending', 'deferred') AND "uncertainAttempts" = 0`,
      [until, "a later issue took its place", subscriptionIds],
    );
  }
  bulk.run(
    `INSERT INTO "Delivery" ("issueId", "subscriptionId", "selectionId", "date", "state", "readyAt")
      SELECT ?, "value", ?, ?, 'pending', ? FROM json_each(?)`,
    [issueId, selectionId, date, until, subscriptionIds],
  );
}

/**
 * Freezes an edition as an issue, in one transaction: the candidates, the selections, and a delivery
 * for each subscription that gets papers.
 *
 * New papers are read in the same transaction: a paper that is being ingested meanwhile gets a later
 * date and comes with the next edition. A hundred thousand subscriptions take some seconds, in turns
 * of some milliseconds; other writers wait until the end.
 *
 * @returns null if the issue exists already: of two processes that try at once, the first writes it
 * and the other finds it
 */
export async function freezeIssue({
  schedule,
  edition,
  dueAt,
  archived,
  now,
  formatSubject,
  texts = new PaperTextCache(listPaperTexts),
}: NewIssue): Promise<FrozenIssue | null> {
  const { rhythm, date, hour, timeZone } = edition;
  const name = formatEditionName(edition);
  return transactionBulk(async (bulk) => {
    const existing = await db().digestIssue.findUnique({
      where: { edition: name },
      select: { id: true },
    });
    if (existing) return null;

    const until = now();
    const earlierIssues = await listEarlierIssues(schedule, edition);
    // The first issue of a schedule has the papers since the edition that would have come before it.
    const justBefore = new Date(dueAt.getTime() - 1);
    const previous = earlierIssues[0];
    const unsent = previous ? await findUnsent(previous.id) : "none";
    // If none of the previous issue's emails was sent, its papers are new to everybody in this one.
    const since =
      (unsent === "all" ? previous?.since : previous?.until) ??
      getLatestEdition(schedule, justBefore).dueAt;
    const sinceDay = toZonedDay(since, timeZone);
    const candidates = await listCandidates(rhythm, { since, until });
    const newCount = candidates.filter(({ isNew }) => isNew).length;
    const issueId = deriveIssueId(name);
    bulk.insert("DigestIssue", [
      {
        id: issueId,
        edition: name,
        rhythm,
        date,
        hour,
        timeZone,
        dueAt,
        since,
        until,
        archived,
        candidates: JSON.stringify(candidates.map(({ id }) => id)),
        deliveryCount: 0,
        emptyReason: null,
        createdAt: until,
      },
    ]);

    const selections = new SelectionWriter({
      bulk,
      issueId,
      candidates,
      texts,
      since: sinceDay,
      formatSubject,
    });
    const windowStart = until.getTime() - (WINDOW_DAYS[rhythm] + MAX_DATE_LAG_DAYS) * DAY;
    const recentIssues = earlierIssues.filter((issue) => issue.until.getTime() >= windowStart);
    await selections.writeOwn(recentIssues.map(({ id }) => id));

    let subscriberCount = 0;
    let deliveryCount = 0;
    if (newCount > 0 || unsent !== "none") {
      const editionToFreeze = { schedule, edition, dueAt, until };
      for await (const groups of listSubscriptionGroups(bulk, editionToFreeze)) {
        await selections.readEarlier(groups);
        for (const group of groups) {
          subscriberCount += group.count;
          const selectionId = await selections.ensureSelection(group);
          if (!selectionId) continue;
          writeDeliveries(bulk, { issueId, selectionId, date, until }, group);
          deliveryCount += group.count;
        }
      }
    }

    let emptyReason: string | null = null;
    if (deliveryCount > 0) emptyReason = null;
    else if (newCount === 0) emptyReason = EMPTY_REASONS.noNewPapers(sinceDay);
    else if (subscriberCount === 0) emptyReason = EMPTY_REASONS.noSubscribers;
    else emptyReason = EMPTY_REASONS.noMatches;
    bulk.run(`UPDATE "DigestIssue" SET "deliveryCount" = ?, "emptyReason" = ? WHERE "id" = ?`, [
      deliveryCount,
      emptyReason,
      issueId,
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
