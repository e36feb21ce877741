import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { requireAdminPage } from "@/app/admin/access";
import { env } from "@/env";
import { AdminPage } from "@/features/digest/admin/components/AdminPage";
import { EmailPreview } from "@/features/digest/admin/components/EmailPreview";
import { renderPreview } from "@/features/digest/admin/preview";
import { verifyNotice } from "@/features/digest/admin/signed-notice";
import { formatEdition } from "@/features/digest/schedule/describe";
import type { Selection } from "@/features/digest/schema";
import { now } from "@/lib/clock";
import { findPreviewSelection } from "../preview-selection";

export const metadata: Metadata = { title: "Email", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PreviewPage({ searchParams }: Props) {
  const { email: adminEmail } = await requireAdminPage();
  const search = await searchParams;
  const issue = singleParam(search.issue) ?? "";
  const selectionId = singleParam(search.selection) ?? "";
  const { siteName, siteUrl, secret } = env();
  const selection = await findPreviewSelection({ issue, selection: selectionId }, now());
  const email = selection && (await renderPreview(selection, { name: siteName, url: siteUrl }));
  const query = { ...(issue && { issue }), ...(selectionId && { selection: selectionId }) };
  const isNow = issue === "now";
  return (
    <AdminPage
      title="Email preview"
      place="/admin/digest/preview"
      notice={verifyNotice(search.notice, secret)}
    >
      <p className="mb-4 break-words text-sm">
        {describeSelection(selection, isNow)}{" "}
        <a href={`/admin/digest/preview${isNow ? "" : "?issue=now"}`} className="quiet-link">
          {isNow ? "Show the latest issue" : "Show what would be sent now"}
        </a>
      </p>
      {email && (
        <>
          <form action="/api/admin/digest/test" method="post" className="mb-5">
            {Object.entries(query).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" className="button max-w-full">
              <span className="truncate">Send a test to {adminEmail}</span>
            </button>
          </form>
          <EmailPreview
            email={email}
            query={query}
            view={search.view === "phone" || search.view === "text" ? search.view : "wide"}
            scheme={search.scheme === "dark" ? "dark" : "light"}
          />
        </>
      )}
    </AdminPage>
  );
}

function describeSelection(selection: Selection | null, isNow: boolean): string {
  if (isNow) {
    return selection
      ? "What would be sent if an issue were created now."
      : "No new papers since the last issue.";
  }
  if (!selection) return "This issue doesn't exist or has no papers.";
  return `${formatEdition(selection.edition)}. ${selection.reason}`;
}
