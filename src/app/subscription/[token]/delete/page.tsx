import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { DeleteForm } from "@/features/digest/subscription/components/DeleteForm";
import { findSubscription, findSubscriptionByLink } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Delete everything?", ...NOINDEX_METADATA };

export default async function DeletePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await findSubscriptionByLink(token, now());
  if (!link || link.expired) notFound();
  const { email } = (await findSubscription(link.id)) ?? notFound();
  return <DeleteForm email={email} back={`/subscription/${token}`} token={token} />;
}
