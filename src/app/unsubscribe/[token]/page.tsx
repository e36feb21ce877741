import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";
import { env } from "@/env";
import { findSubscription } from "@/features/digest/subscription/queries";
import { parseUnsubscribeToken } from "@/features/digest/subscription/tokens";

export const metadata: Metadata = { title: "Unsubscribe", ...NOINDEX_METADATA };

/** Asks; its button posts. Opening it changes nothing. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const id = parseUnsubscribeToken(token, env().secret) ?? notFound();
  const subscription = (await findSubscription(id)) ?? notFound();
  if (subscription.state !== "active") {
    return (
      <Note title="You are unsubscribed">
        <p className="break-words">No digest goes to {subscription.email} any more.</p>
        <p className="flex flex-wrap gap-3">
          <TodaysPapersLink />
          <a href="/subscribe" className="button button-quiet">
            Subscribe again
          </a>
        </p>
      </Note>
    );
  }
  return (
    <Note title="Unsubscribe?">
      <p className="break-words">
        {subscription.email} gets the digest of {env().siteName}.
      </p>
      <form action={`/api/unsubscribe/${token}`} method="post">
        <input type="hidden" name="from" value="page" />
        <button type="submit" className="button">
          Unsubscribe
        </button>
      </form>
    </Note>
  );
}
