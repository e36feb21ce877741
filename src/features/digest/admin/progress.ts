import { hasOpenDeliveries, type StateCounts } from "./state-counts";

/** An issue that is being delivered. Instants are ISO text, because the page's script gets them as JSON. */
export type OpenIssue = {
  id: string;
  edition: string;
  /** The edition in words, like `Daily · Mar 5, 2026 · 07:00 UTC` */
  title: string;
  dueAt: string;
  /** How many deliveries were created with the issue */
  deliveryCount: number;
  counts: StateCounts;
  /** When the first and the last of its deferred deliveries are retried */
  deferred: { from: string; to: string } | null;
};

/** The progress of delivering issues, as /api/admin/digest/run returns it. */
export type DeliveryProgress = {
  /** The process that sends now, and when its lease ends unless it is renewed */
  lease: { owner: string; until: string } | null;
  paused: { until: string; reason: string } | null;
  /** How many connections in a row have failed */
  failures: number;
  /** Newest first */
  open: OpenIssue[];
};

/** Returns whether the progress will change without an action of the admin. */
export const isDelivering = ({ lease, open }: DeliveryProgress): boolean =>
  lease !== null || open.some(({ counts }) => hasOpenDeliveries(counts));

export const filterOpenIssues = (issues: OpenIssue[]): OpenIssue[] =>
  issues.filter(({ counts }) => hasOpenDeliveries(counts));
