import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { OutboxNote } from "@/app/_lib/outbox-note";
import { env } from "@/env";
import { AdminPage, AdminSection } from "@/features/digest/admin/components/AdminPage";
import { IssueList } from "@/features/digest/admin/components/IssueList";
import { NextEditions } from "@/features/digest/admin/components/NextEditions";
import { ProgressPanel } from "@/features/digest/admin/components/ProgressPanel";
import {
  listIssues,
  listScheduleCounts,
  listUncertainIssues,
} from "@/features/digest/admin/queries";
import { getProgress } from "@/features/digest/admin/queries-progress";
import { verifyNotice } from "@/features/digest/admin/signed-notice";
import { formatEdition } from "@/features/digest/schedule/describe";
import { listSiteSchedules, listUpcomingEditions } from "@/features/digest/schedule/due";
import { now } from "@/lib/clock";
import { requireAdminPage } from "../access";
import { formatIssueCursor, parseIssueCursor } from "./issue-cursor";

export const metadata: Metadata = { title: "Digest", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DigestOverviewPage({ searchParams }: Props) {
  await requireAdminPage();
  const { notice, before } = await searchParams;
  const at = now();
  const { digest, mail, secret } = env();
  const [progress, schedules, uncertainIssues, { issues, next }] = await Promise.all([
    getProgress(at),
    listScheduleCounts(),
    listUncertainIssues(),
    listIssues(parseIssueCursor(before)),
  ]);
  const editions = await listUpcomingEditions(schedules, listSiteSchedules(digest), at);
  return (
    <AdminPage title="Digest" place="/admin/digest" notice={verifyNotice(notice, secret)}>
      {uncertainIssues.length > 0 && (
        <div className="mb-6 rounded-lg bg-accent-ground px-4 py-3 text-sm">
          <p>Some emails may or may not have arrived. Decide what to do with them:</p>
          <ul className="mt-1">
            {uncertainIssues.map(({ id, edition }) => (
              <li key={id} className="break-words py-1">
                <a href={`/admin/digest/issues/${edition}?state=unknown`} className="quiet-link">
                  {formatEdition(edition)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="mb-6 empty:hidden">
        <OutboxNote />
      </div>
      <AdminSection title="Delivery">
        <ProgressPanel initial={progress} rate={mail.rate} />
      </AdminSection>
      <AdminSection title="Next editions">
        <NextEditions editions={editions} />
        {!digest.scheduled && (
          <p className="mt-2 text-sm text-soft">
            DIGEST_SCHEDULE is off: editions are sent only when you run the digest job.
          </p>
        )}
      </AdminSection>
      <AdminSection title="Issues">
        <IssueList
          issues={issues}
          olderPage={next && `/admin/digest?before=${formatIssueCursor(next)}`}
        />
      </AdminSection>
    </AdminPage>
  );
}
