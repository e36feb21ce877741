import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PERSONAL } from "@/app/return-path";
import { env } from "@/env";
import { DeleteReader } from "@/features/digest/components/DeleteReader";
import { findReader } from "@/features/digest/queries-reader";
import { readReaderToken } from "@/features/digest/tokens";
import { now } from "@/lib/clock";
import { dayOf } from "@/lib/day";

export const metadata: Metadata = { title: "Delete everything?", ...PERSONAL };

export default async function DeletePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const read = readReaderToken(token, dayOf(now()), env().secret);
  const reader = (read && !read.lapsed && (await findReader(read.id))) || notFound();
  return <DeleteReader email={reader.email} back={`/subscription/${token}`} token={token} />;
}
