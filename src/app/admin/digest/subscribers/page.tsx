import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { requireAdminPage } from "@/app/admin/access";
import { env } from "@/env";
import { AdminPage, AdminSection } from "@/features/digest/admin/components/AdminPage";
import { FilterForm } from "@/features/digest/admin/components/FilterForm";
import { GrowthChart } from "@/features/digest/admin/components/GrowthChart";
import { SubscriberCounts } from "@/features/digest/admin/components/SubscriberCounts";
import { SubscriberList } from "@/features/digest/admin/components/SubscriberList";
import { SubscribersTable } from "@/features/digest/admin/components/SubscribersTable";
import { listScheduleCounts } from "@/features/digest/admin/queries";
import {
  countSubscribers,
  getGrowth,
  listSubscribers,
  parseSubscriptionState,
  SUBSCRIPTION_STATES,
} from "@/features/digest/admin/queries-subscribers";
import { verifyNotice } from "@/features/digest/admin/signed-notice";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Readers", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

export default async function Page({ searchParams }: Props) {
  await requireAdminPage();
  const asked = await searchParams;
  const state = parseSubscriptionState(asked.state);
  const address = textOf(asked.address).trim().toLowerCase().slice(0, 254);
  const after = textOf(asked.after);
  const [counts, { readers, next }] = await Promise.all([
    countSubscribers(),
    listSubscribers({ state, address, after }),
  ]);
  const isSearching = Boolean(state || address || after);
  const filter = { ...(state && { state }), ...(address && { address }) };
  return (
    <AdminPage
      title="Readers"
      place="/admin/digest/subscribers"
      notice={verifyNotice(asked.notice, env().secret)}
    >
      {!isSearching && (
        <>
          <AdminSection title="Growth">
            <GrowthChart weeks={await getGrowth(now(), counts.active)} />
            <SubscriberCounts schedules={await listScheduleCounts()} />
          </AdminSection>
          <AdminSection title="As a table">
            <SubscribersTable />
          </AdminSection>
        </>
      )}
      <AdminSection title="Addresses">
        <FilterForm
          states={SUBSCRIPTION_STATES.map((one) => [
            one,
            `${one} (${counts[one].toLocaleString("en")})`,
          ])}
          state={state}
          address={address}
        />
        <SubscriberList readers={readers} />
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
    </AdminPage>
  );
}
