import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { requireAdminPage } from "@/app/admin/access";
import { env } from "@/env";
import { AdminPage } from "@/features/digest/admin/components/AdminPage";
import { EmailPreview } from "@/features/digest/admin/components/EmailPreview";
import { renderPreview } from "@/features/digest/admin/preview";
import { verifyNotice } from "@/features/digest/admin/signed-notice";
import { formatEdition } from "@/features/digest/schedule/describe";
import { now } from "@/lib/clock";
import { findPreviewSelection } from "../preview-selection";

export const metadata: Metadata = { title: "Mail", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

export default async function Page({ searchParams }: Props) {
  const { email } = await requireAdminPage();
  const asked = await searchParams;
  const [issue, selection] = [textOf(asked.issue), textOf(asked.selection)];
  const { siteName, siteUrl, secret } = env();
  const chosen = await findPreviewSelection({ issue, selection }, now());
  const query = { ...(issue && { issue }), ...(selection && { selection }) };
  const view = asked.view === "phone" || asked.view === "text" ? asked.view : "wide";
  const mail = chosen && (await renderPreview(chosen, { name: siteName, url: siteUrl }));
  return (
    <AdminPage
      title="The mail"
      place="/admin/digest/preview"
      notice={verifyNotice(asked.notice, secret)}
    >
      <p className="mb-4 break-words text-sm">
        {chosen
          ? issue === "now"
            ? "What an issue made at this moment would say."
            : `Of ${formatEdition(chosen.edition)}. ${chosen.reason}`
          : issue === "now"
            ? "No paper is new since the last issue."
            : "There is no such issue, or it has no papers."}{" "}
        <a
          href={`/admin/digest/preview${issue === "now" ? "" : "?issue=now"}`}
          className="quiet-link"
        >
          {issue === "now" ? "The latest issue" : "What would go out now"}
        </a>
      </p>
      {mail && (
        <>
          <form action="/api/admin/digest/test" method="post" className="mb-5">
            {Object.entries(query).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" className="button max-w-full">
              <span className="truncate">Mail a test to {email}</span>
            </button>
          </form>
          <EmailPreview
            mail={mail}
            query={query}
            view={view}
            scheme={asked.scheme === "dark" ? "dark" : "light"}
          />
        </>
      )}
    </AdminPage>
  );
}
