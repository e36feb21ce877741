import { db } from "@/db/client";
import type { SubscriptionModel } from "@/db/generated/models";
import { parseTopics } from "@/features/digest/schema";
import { TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { formatCsvHeader, formatCsvRows, type Row } from "./table";

const ROWS_PER_PAGE = 500;

const formatTime = (instant: Date | null) => instant?.toISOString() ?? "";

function toRow(subscription: SubscriptionModel): Row {
  const topics = parseTopics(subscription.topics);
  const topicCells = TOPIC_LISTS.map(({ name, column }) => [
    column,
    (topics[name] ?? []).join(", "),
  ]);
  return {
    email: subscription.email,
    state: subscription.state,
    rhythm: subscription.rhythm,
    weekday: String(subscription.weekday),
    hour: String(subscription.hour),
    time_zone: subscription.timeZone,
    size: String(subscription.size),
    ...Object.fromEntries(topicCells),
    consented_at: formatTime(subscription.confirmedAt),
    consent_source: subscription.consentSource,
    paused_until: formatTime(subscription.pausedUntil),
    created_at: formatTime(subscription.createdAt),
    unsubscribed_at: formatTime(subscription.unsubscribedAt),
    stopped_at: formatTime(subscription.stoppedAt),
    stopped_by: subscription.stoppedBy ?? "",
  };
}

/**
 * Exports all subscriptions but deleted ones as CSV. Yields the header, then some hundred rows at a
 * time, so that memory doesn't grow with the number of subscribers. Uses the primary key.
 */
export async function* exportSubscribers(): AsyncGenerator<string> {
  yield formatCsvHeader();
  let lastId = "";
  for (;;) {
    const page = await db().subscription.findMany({
      where: { id: { gt: lastId } },
      orderBy: { id: "asc" },
      take: ROWS_PER_PAGE,
    });
    const last = page.at(-1);
    if (!last) return;
    const kept = page.filter(({ state }) => state !== "deleted");
    if (kept.length > 0) yield formatCsvRows(kept.map(toRow));
    lastId = last.id;
  }
}
