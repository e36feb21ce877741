import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { env } from "@/env";
import { TokenField } from "@/features/digest/subscription/components/TokenField";

export const metadata: Metadata = { title: "Confirm your subscription", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** Opens from the confirmation email. Only its button confirms, since mail scanners open every link. */
export default async function ConfirmPage({ searchParams }: Props) {
  const token = singleParam((await searchParams).token) ?? "";
  return (
    <Note title="Confirm your subscription">
      <p>
        You&rsquo;ll get the trending papers of {env().siteName} by email, at most one email a day.
      </p>
      <form action="/api/subscriptions/confirm" method="post">
        <TokenField token={token} />
        <button type="submit" className="button">
          Subscribe
        </button>
      </form>
    </Note>
  );
}
