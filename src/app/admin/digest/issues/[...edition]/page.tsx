import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { requireAdminPage } from "@/app/admin/access";
import { env } from "@/env";
import { AdminPage, AdminSection } from "@/features/digest/admin/components/AdminPage";
import { DeliveryCounts } from "@/features/digest/admin/components/DeliveryCounts";
import { DeliveryList } from "@/features/digest/admin/components/DeliveryList";
import { FilterForm } from "@/features/digest/admin/components/FilterForm";
import { ChosenPapers, IssueFacts } from "@/features/digest/admin/components/IssueFacts";
import { ResolveButtons } from "@/features/digest/admin/components/ResolveButtons";
import { SelectionLinks } from "@/features/digest/admin/components/SelectionLinks";
import {
  findIssueWithCounts,
  findSelection,
  listSelections,
} from "@/features/digest/admin/queries";
import { listDeliveries } from "@/features/digest/admin/queries-deliveries";
import { verifyNotice } from "@/features/digest/admin/signed-notice";
import {
  DELIVERY_STATES,
  parseDeliveryState,
  STATE_LABELS,
} from "@/features/digest/admin/state-counts";
import { formatEdition } from "@/features/digest/schedule/describe";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Issue", ...NOINDEX_METADATA };

const DAY = 24 * 60 * 60_000;

type Props = {
  params: Promise<{ edition: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

export default async function Page({ params, searchParams }: Props) {
  await requireAdminPage();
  const edition = (await params).edition.map(decodeURIComponent).join("/");
  const issue = (await findIssueWithCounts(edition)) ?? notFound();
  const asked = await searchParams;
  const state = parseDeliveryState(asked.state);
  const address = textOf(asked.address).trim().toLowerCase().slice(0, 254);
  const after = textOf(asked.after);
  const [own, selections, { deliveries, next }] = await Promise.all([
    findSelection(issue.id),
    listSelections(issue.id),
    listDeliveries({ issueId: issue.id, state, address, after }),
  ]);
  const stale = now().getTime() - issue.dueAt.getTime() > DAY;
  const { counts, deliveryCount } = issue;
  const filter = { ...(state && { state }), ...(address && { address }) };
  return (
    <AdminPage
      title={formatEdition(edition)}
      place="/admin/digest"
      notice={verifyNotice(asked.notice, env().secret)}
    >
      <IssueFacts
        issue={issue}
        candidates={issue.candidateCount}
        selections={issue._count.selections}
      />
      {deliveryCount > 0 && (
        <div className="mt-5">
          <DeliveryCounts counts={counts} readers={deliveryCount} label="Settled" />
        </div>
      )}
      {counts.unknown > 0 && (
        <div className="mt-4 rounded-lg bg-accent-ground px-4 py-3 text-sm">
          <p>
            {counts.unknown.toLocaleString("en")} in doubt: the mail server was lost before it
            answered, so they may have arrived.{" "}
            {stale
              ? "The issue is older than 24 hours, and nothing of it is sent any more."
              : "Sent again, they carry the same Message-ID."}
          </p>
          <ResolveButtons edition={edition} stale={stale} />
        </div>
      )}
      <div className="mt-8">
        {own && (
          <AdminSection title="Papers">
            <p className="mb-3 text-sm text-soft">
              {own.reason}{" "}
              <a
                href={`/admin/digest/preview?${new URLSearchParams({ issue: edition })}`}
                className="quiet-link"
              >
                Look at the mail
              </a>
            </p>
            <ChosenPapers papers={own.papers} />
            <SelectionLinks selections={selections} total={issue._count.selections} />
          </AdminSection>
        )}
        <AdminSection title="Mails">
          <FilterForm
            states={DELIVERY_STATES.map((one) => [one, STATE_LABELS[one]])}
            state={state}
            address={address}
          />
          <DeliveryList deliveries={deliveries} edition={edition} stale={stale} />
          {next && (
            <p className="mt-4 text-sm">
              <a
                href={`?${new URLSearchParams({ ...filter, after: next })}`}
                rel="next"
                className="button button-quiet"
              >
                Next page
              </a>
            </p>
          )}
        </AdminSection>
      </div>
    </AdminPage>
  );
}
