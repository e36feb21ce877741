import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { env } from "@/env";

export const metadata: Metadata = { title: "Confirm your subscription", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function ConfirmPage({ searchParams }: Props) {
  const { token } = await searchParams;
  return (
    <Note title="One press to confirm">
      <p>You will get the trending papers of {env().siteName}, at most one mail a day.</p>
      <form action="/api/subscriptions/confirm" method="post">
        <input type="hidden" name="token" value={typeof token === "string" ? token : ""} />
        <button type="submit" className="button">
          Subscribe
        </button>
      </form>
    </Note>
  );
}
