import type { Metadata } from "next";
import { env } from "@/env";
import { StatusPage } from "@/features/ingest/components/StatusPage";
import { parseSources } from "@/features/ingest/pull/source-config";
import { getStatus } from "@/features/ingest/status/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Status", alternates: { canonical: "/status" } };

export default async function Page() {
  const at = now();
  return <StatusPage status={await getStatus(parseSources(env().sources), at)} now={at} />;
}
