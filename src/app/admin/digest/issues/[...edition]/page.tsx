import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { requireAdminPage } from "@/app/admin/access";
import { parseAddressFilter } from "@/app/admin/digest/address-filter";
import { env } from "@/env";
import { AdminPage, AdminSection } from "@/features/digest/admin/components/AdminPage";
import { DeliveryCounts } from "@/features/digest/admin/components/DeliveryCounts";
import { DeliveryList } from "@/features/digest/admin/components/DeliveryList";
import { FilterForm } from "@/features/digest/admin/components/FilterForm";
import { ChosenPapers, IssueFacts } from "@/features/digest/admin/components/IssueFacts";
import { NextPageLink } from "@/features/digest/admin/components/NextPageLink";
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
import { ISSUE_LIFETIME_HOURS, ISSUE_LIFETIME_MS } from "@/features/digest/limits";
import { formatEdition } from "@/features/digest/schedule/describe";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Issue", ...NOINDEX_METADATA };

type Props = {
  params: Promise<{ edition: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function IssuePage({ params, searchParams }: Props) {
  await requireAdminPage();
  const edition = (await params).edition.map(decodeURIComponent).join("/");
  const issue = (await findIssueWithCounts(edition)) ?? notFound();
  const search = await searchParams;
  const state = parseDeliveryState(search.state);
  const address = parseAddressFilter(search.address);
  const after = singleParam(search.after) ?? "";
  const [defaultSelection, selections, { deliveries, next }] = await Promise.all([
    findSelection(issue.id),
    listSelections(issue.id),
    listDeliveries({ issueId: issue.id, state, address, after }),
  ]);
  const isExpired = now().getTime() - issue.dueAt.getTime() > ISSUE_LIFETIME_MS;
  const { counts, deliveryCount } = issue;
  return (
    <AdminPage
      title={formatEdition(edition)}
      place="/admin/digest"
      notice={verifyNotice(search.notice, env().secret)}
    >
      <IssueFacts issue={issue} />
      {deliveryCount > 0 && (
        <div className="mt-5">
          <DeliveryCounts counts={counts} deliveryCount={deliveryCount} label="Progress" />
        </div>
      )}
      {counts.unknown > 0 && (
        <div className="mt-4 rounded-lg bg-accent-ground px-4 py-3 text-sm">
          <p>
            {counts.unknown.toLocaleString("en")} uncertain: the connection to the mail server broke
            before it answered, so these emails may have arrived.{" "}
            {isExpired
              ? `The issue is more than ${ISSUE_LIFETIME_HOURS} hours old, so its emails can't be sent again.`
              : "If you send them again, they keep their Message-ID."}
          </p>
          <ResolveButtons edition={edition} isExpired={isExpired} />
        </div>
      )}
      <div className="mt-8">
        {defaultSelection && (
          <AdminSection title="Papers">
            <p className="mb-3 text-sm text-soft">
              {defaultSelection.reason}{" "}
              <a
                href={`/admin/digest/preview?${new URLSearchParams({ issue: edition })}`}
                className="quiet-link"
              >
                View the email
              </a>
            </p>
            <ChosenPapers papers={defaultSelection.papers} />
            <SelectionLinks selections={selections} total={issue.selectionCount} />
          </AdminSection>
        )}
        <AdminSection title="Deliveries">
          <FilterForm
            states={DELIVERY_STATES.map((value) => ({ value, label: STATE_LABELS[value] }))}
            state={state}
            address={address}
          />
          <DeliveryList deliveries={deliveries} edition={edition} isExpired={isExpired} />
          <NextPageLink after={next} state={state} address={address} />
        </AdminSection>
      </div>
    </AdminPage>
  );
}
