import type Sqlite from "better-sqlite3";
import { createInserter } from "./issue-rows";

const DAY = "2026-03-06";
const at = (time: string) => `${DAY}T${time}:00.000+00:00`;
const HOSTILE = "550 5.1.1 <script>alert(1)</script> no such user";

const stateOf = (index: number) => {
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
 * An issue of today, due at 7 UTC, in the middle of being mailed: of 500 readers 10 refused, 10 in doubt,
 * 30 put off, 250 sent, 200 waiting. And one reader who is stopped.
 */
export function seedDigest(database: Sqlite.Database, count: number): void {
  const insert = createInserter(database);
  const reader = (id: string, more: object) => {
    const since = "2026-02-01T07:00:00.000+00:00";
    const times = { createdAt: since, confirmedAt: since, scheduledAt: since };
    insert("Subscription", { id, email: `${id}@example.org`, state: "active", ...times, ...more });
  };
  const paper = { id: "2603.00001", title: "A paper that was chosen", byline: "Ada", upvotes: 3 };
  const papers = JSON.stringify([{ ...paper, excerpt: "What it is about." }]);
  const issue = { id: "issue", edition: `daily/${DAY}/07/UTC`, rhythm: "daily", date: DAY };
  database.transaction(() => {
    insert("DigestIssue", {
      ...{ ...issue, hour: 7, timeZone: "UTC", archived: 1, deliveryCount: count },
      ...{ dueAt: at("07:00"), since: at("00:00"), until: at("07:00"), createdAt: at("07:00") },
      candidates: '["2603.00001"]',
    });
    const reason = "The trending papers that are new here.";
    const subject = "A paper that was chosen";
    insert("DigestSelection", { id: "issue", issueId: "issue", subject, reason, papers });
    for (let index = 0; index < count; index += 1) {
      const id = `reader-${String(index).padStart(3, "0")}`;
      const state = stateOf(index);
      reader(id, {});
      insert("Delivery", {
        ...{ issueId: "issue", subscriptionId: id, selectionId: "issue", date: DAY, state },
        ...{ answer: ANSWERS[state], attempts: state === "pending" ? 0 : 2 },
        readyAt: state === "pending" || state === "deferred" ? at("13:00") : null,
        attemptLog:
          state === "pending" ? "[]" : JSON.stringify([{ at: at("07:01"), answer: HOSTILE }]),
      });
    }
    const stop = { stoppedAt: at("08:00"), stoppedBy: "refused", stopAnswer: HOSTILE };
    reader("stopped", { state: "stopped", ...stop });
  })();
  database.close();
}
