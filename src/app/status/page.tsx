import type { Metadata } from "next";
import { env } from "@/env";
import { StatusPage } from "@/features/ingest/components/StatusPage";
import { getStatus } from "@/features/ingest/queries-status";
import { parseSources } from "@/features/ingest/source-names";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Sources", alternates: { canonical: "/status" } };

export default async function Page() {
  const at = now();
  return <StatusPage status={await getStatus(parseSources(env().sources), at)} now={at} />;
}
