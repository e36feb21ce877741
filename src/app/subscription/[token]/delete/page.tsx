import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { DeleteReader } from "@/features/digest/subscription/components/DeleteForm";
import { findLinkReader, findReader } from "@/features/digest/subscription/queries";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Delete everything?", ...NOINDEX_METADATA };

export default async function DeletePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = await findLinkReader(token, now());
  const reader = (read && !read.lapsed && (await findReader(read.id))) || notFound();
  return <DeleteReader email={reader.email} back={`/subscription/${token}`} token={token} />;
}
