import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { requireAdminPage } from "@/app/admin/access";
import { parseAddressFilter } from "@/app/admin/digest/address-filter";
import { env } from "@/env";
import { AdminPage, AdminSection } from "@/features/digest/admin/components/AdminPage";
import { FilterForm } from "@/features/digest/admin/components/FilterForm";
import { GrowthChart } from "@/features/digest/admin/components/GrowthChart";
import { ImportExport } from "@/features/digest/admin/components/ImportExport";
import { NextPageLink } from "@/features/digest/admin/components/NextPageLink";
import { StopGroups } from "@/features/digest/admin/components/StopGroups";
import { SubscriberCounts } from "@/features/digest/admin/components/SubscriberCounts";
import { SubscriberList } from "@/features/digest/admin/components/SubscriberList";
import { listScheduleCounts } from "@/features/digest/admin/queries";
import {
  countSubscribers,
  getGrowth,
  listStopGroups,
  listSubscribers,
  parseSubscriptionState,
  SUBSCRIPTION_STATES,
} from "@/features/digest/admin/queries-subscribers";
import { verifyNotice } from "@/features/digest/admin/signed-notice";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Subscribers", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SubscribersPage({ searchParams }: Props) {
  await requireAdminPage();
  const search = await searchParams;
  const state = parseSubscriptionState(search.state);
  const address = parseAddressFilter(search.address);
  const after = singleParam(search.after) ?? "";
  const [counts, { subscribers, next }] = await Promise.all([
    countSubscribers(),
    listSubscribers({ state, address, after }),
  ]);
  const isFirstPage = !address && !after;
  const stopGroups =
    (state === null || state === "stopped") && isFirstPage ? await listStopGroups() : [];
  const isFiltered = Boolean(state || address || after);
  return (
    <AdminPage
      title="Subscribers"
      place="/admin/digest/subscribers"
      notice={verifyNotice(search.notice, env().secret)}
    >
      {!isFiltered && (
        <>
          <AdminSection title="Growth">
            <GrowthChart weeks={await getGrowth(now(), counts.active)} />
            <SubscriberCounts schedules={await listScheduleCounts()} />
          </AdminSection>
          <AdminSection title="Export and import">
            <ImportExport />
          </AdminSection>
        </>
      )}
      {stopGroups.length > 0 && (
        <AdminSection title="Stopped together">
          <StopGroups groups={stopGroups} />
        </AdminSection>
      )}
      <AdminSection title="Addresses">
        <FilterForm
          states={SUBSCRIPTION_STATES.map((value) => ({
            value,
            label: `${value} (${counts[value].toLocaleString("en")})`,
          }))}
          state={state}
          address={address}
        />
        <SubscriberList subscribers={subscribers} />
        <NextPageLink after={next} state={state} address={address} />
      </AdminSection>
    </AdminPage>
  );
}
