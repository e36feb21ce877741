import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";
import { env } from "@/env";
import { findSubscription } from "@/features/digest/subscription/queries";
import { parseUnsubscribeToken } from "@/features/digest/subscription/tokens";

export const metadata: Metadata = { title: "Unsubscribe", ...NOINDEX_METADATA };

type Props = { params: Promise<{ token: string }> };

/** Asks whether to unsubscribe. Opening the page changes nothing; only its button unsubscribes. */
export default async function UnsubscribePage({ params }: Props) {
  const { token } = await params;
  const id = parseUnsubscribeToken(token, env().secret) ?? notFound();
  const { state, email } = (await findSubscription(id)) ?? notFound();
  return state === "active" ? <Question token={token} email={email} /> : <Done email={email} />;
}

function Question({ token, email }: { token: string; email: string }) {
  return (
    <Note title="Unsubscribe?">
      <p className="break-words">
        {email} gets the digest of {env().siteName}.
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

function Done({ email }: { email: string }) {
  return (
    <Note title="You are unsubscribed">
      <p className="break-words">We won&rsquo;t send any more digests to {email}.</p>
      <p className="flex flex-wrap gap-3">
        <TodaysPapersLink />
        <a href="/subscribe" className="button button-quiet">
          Subscribe again
        </a>
      </p>
    </Note>
  );
}
