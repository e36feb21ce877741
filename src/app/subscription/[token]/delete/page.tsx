import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PERSONAL } from "@/app/return-path";
import { DeleteReader } from "@/features/digest/components/DeleteReader";
import { findLinkReader, findReader } from "@/features/digest/queries-reader";
import { now } from "@/lib/clock";

export const metadata: Metadata = { title: "Delete everything?", ...PERSONAL };

export default async function DeletePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = await findLinkReader(token, now());
  const reader = (read && !read.lapsed && (await findReader(read.id))) || notFound();
  return <DeleteReader email={reader.email} back={`/subscription/${token}`} token={token} />;
}
