import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { DeleteForm } from "@/features/digest/subscription/components/DeleteForm";
import { findSubscription, findSubscriptionByLink } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Delete everything?", ...NOINDEX_METADATA };

export default async function DeletePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = await findSubscriptionByLink(token, now());
  const subscription = (read && !read.expired && (await findSubscription(read.id))) || notFound();
  return <DeleteForm email={subscription.email} back={`/subscription/${token}`} token={token} />;
}
