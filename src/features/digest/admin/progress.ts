import { hasOpenDeliveries, type StateCounts } from "./state-counts";

/** An issue that is being mailed. Instants as ISO text: the page's script reads the same. */
export type OpenIssue = {
  id: string;
  edition: string;
  /** Its name in words */
  title: string;
  dueAt: string;
  deliveryCount: number;
  counts: StateCounts;
  /** When the first and the last of those that were put off are tried again */
  deferred: { from: string; to: string } | null;
};

export type DeliveryProgress = {
  /** Who sends right now and until when it has said so */
  lease: { owner: string; until: string } | null;
  paused: { until: string; reason: string } | null;
  /** Connections in a row that failed */
  failures: number;
  open: OpenIssue[];
};

/** Whether something changes by itself soon. */
export const isDelivering = ({ lease, open }: DeliveryProgress): boolean =>
  lease !== null || open.some(({ counts }) => hasOpenDeliveries(counts));

/** What is being mailed first, then by its hour. */
export const filterOpenIssues = (issues: OpenIssue[]): OpenIssue[] =>
  issues.filter(({ counts }) => hasOpenDeliveries(counts));
