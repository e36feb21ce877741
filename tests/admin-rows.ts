import type Sqlite from "better-sqlite3";
import { createInserter } from "./issue-rows";

const DAY = "2026-03-06";
const toInstant = (time: string) => `${DAY}T${time}:00.000+00:00`;
/** A mail server's answer that would run a script if a page showed it as HTML. */
const HOSTILE = "550 5.1.1 <script>alert(1)</script> no such user";

const PAPER = {
  id: "2603.00001",
  title: "A paper that was chosen",
  byline: "Ada",
  excerpt: "What it is about.",
  upvotes: 3,
};

const getState = (index: number) => {
  if (index < 10) return "bounced";
  if (index < 20) return "unknown";
  if (index < 50) return "deferred";
  return index < 300 ? "sent" : "pending";
};

const ANSWERS: Record<string, string | null> = {
  bounced: HOSTILE,
  unknown: "read ECONNRESET",
  deferred: "451 4.7.1 <img src=x onerror=alert(1)> later",
  sent: "250 taken",
  pending: null,
};

/**
 * Inserts an issue of today, due at 7:00 UTC, in the middle of its delivery: of 500 deliveries, 10
 * bounced, 10 are uncertain, 30 deferred, 250 sent and 200 pending. Also inserts a stopped subscription.
 * Closes the database.
 */
export function seedDigest(database: Sqlite.Database, count: number): void {
  const insert = createInserter(database);
  const insertSubscription = (id: string, columns: object) => {
    const since = "2026-02-01T07:00:00.000+00:00";
    insert("Subscription", {
      id,
      email: `${id}@example.org`,
      state: "active",
      createdAt: since,
      confirmedAt: since,
      scheduledAt: since,
      ...columns,
    });
  };
  database.transaction(() => {
    insert("DigestIssue", {
      id: "issue",
      edition: `daily/${DAY}/07/UTC`,
      rhythm: "daily",
      date: DAY,
      hour: 7,
      timeZone: "UTC",
      dueAt: toInstant("07:00"),
      since: toInstant("00:00"),
      until: toInstant("07:00"),
      createdAt: toInstant("07:00"),
      candidates: JSON.stringify([PAPER.id]),
      deliveryCount: count,
      archived: 1,
    });
    insert("DigestSelection", {
      id: "issue",
      issueId: "issue",
      subject: PAPER.title,
      reason: "The trending papers that are new here.",
      papers: JSON.stringify([PAPER]),
    });
    for (let index = 0; index < count; index += 1) {
      const id = `subscriber-${String(index).padStart(3, "0")}`;
      insertSubscription(id, {});
      const state = getState(index);
      const firstAttempt = { at: toInstant("07:01"), answer: HOSTILE };
      insert("Delivery", {
        issueId: "issue",
        subscriptionId: id,
        selectionId: "issue",
        date: DAY,
        state,
        answer: ANSWERS[state],
        attempts: state === "pending" ? 0 : 2,
        readyAt: state === "pending" || state === "deferred" ? toInstant("13:00") : null,
        attemptLog: JSON.stringify(state === "pending" ? [] : [firstAttempt]),
      });
    }
    insertSubscription("stopped", {
      state: "stopped",
      stoppedAt: toInstant("08:00"),
      stoppedBy: "refused",
      stopAnswer: HOSTILE,
    });
  })();
  database.close();
}
