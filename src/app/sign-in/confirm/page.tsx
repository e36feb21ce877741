import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { env } from "@/env";

export const metadata: Metadata = { title: "Sign in", ...NOINDEX_METADATA };

type Search = { token?: string | string[]; to?: string | string[]; vote?: string | string[] };

/** A mail scanner opens the link; only the button uses it up. */
export default async function ConfirmPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const fields = (["token", "to", "vote"] as const).flatMap((name) => {
    const value = search[name];
    return typeof value === "string" ? [{ name, value }] : [];
  });
  return (
    <Note title={`Sign in to ${env().siteName}`}>
      <form action="/api/sign-in/confirm" method="post">
        {fields.map(({ name, value }) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className="button">
          {search.vote ? "Sign in and upvote" : "Sign in"}
        </button>
      </form>
    </Note>
  );
}
