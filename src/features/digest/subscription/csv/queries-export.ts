import { db } from "@/db/client";
import type { SubscriptionModel } from "@/db/generated/models";
import { parseTopics } from "@/features/digest/schema";
import { TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { formatCsvHeader, formatCsvRows, type Row } from "./table";

const PAGE = 500;

const time = (instant: Date | null) => instant?.toISOString() ?? "";

function toRow(subscription: SubscriptionModel): Row {
  const topics = parseTopics(subscription.topics);
  return {
    email: subscription.email,
    state: subscription.state,
    rhythm: subscription.rhythm,
    weekday: String(subscription.weekday),
    hour: String(subscription.hour),
    time_zone: subscription.timeZone,
    size: String(subscription.size),
    ...Object.fromEntries(
      TOPIC_LISTS.map(({ name, column }) => [column, (topics[name] ?? []).join(", ")]),
    ),
    consented_at: time(subscription.confirmedAt),
    consent_source: subscription.consentSource,
    paused_until: time(subscription.pausedUntil),
    created_at: time(subscription.createdAt),
    unsubscribed_at: time(subscription.unsubscribedAt),
    stopped_at: time(subscription.stoppedAt),
    stopped_by: subscription.stoppedBy ?? "",
  };
}

/**
 * Everybody who subscribed, has left or was stopped, as CSV in pieces: the head, then some hundred
 * rows each, so that a hundred thousand take no more room than one page. Who wished to be forgotten is
 * not in it. By primary key.
 */
export async function* exportSubscribers(): AsyncGenerator<string> {
  yield formatCsvHeader();
  let after = "";
  for (;;) {
    const page = await db().subscription.findMany({
      where: { id: { gt: after } },
      orderBy: { id: "asc" },
      take: PAGE,
    });
    const known = page.filter(({ state }) => state !== "deleted");
    if (known.length > 0) yield formatCsvRows(known.map(toRow));
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
  }
}
