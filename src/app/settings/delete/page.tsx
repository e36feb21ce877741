import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { findViewer } from "@/features/auth/viewer";
import { DeleteForm } from "@/features/digest/subscription/components/DeleteForm";
import { findSubscriptionId } from "@/features/digest/subscription/queries";

export const metadata: Metadata = { title: "Delete everything?", ...NOINDEX_METADATA };

export default async function DeletePage() {
  const viewer = (await findViewer(await headers())) ?? redirect("/sign-in?to=/settings");
  if (!(await findSubscriptionId(viewer.email))) notFound();
  return <DeleteForm email={viewer.email} back="/settings" />;
}
