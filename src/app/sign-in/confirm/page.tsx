import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { env } from "@/env";

export const metadata: Metadata = { title: "Sign in", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/**
 * The target of the emailed link. Only the button uses up the link, because mail scanners open every
 * link of an email.
 */
export default async function ConfirmPage({ searchParams }: Props) {
  const search = await searchParams;
  const vote = singleParam(search.vote);
  return (
    <Note title={`Sign in to ${env().siteName}`}>
      <form action="/api/sign-in/confirm" method="post">
        <HiddenField name="token" value={singleParam(search.token)} />
        <HiddenField name="form" value={randomUUID()} />
        <HiddenField name="to" value={singleParam(search.to)} />
        <HiddenField name="vote" value={vote} />
        <button type="submit" className="button">
          {vote ? "Sign in and upvote" : "Sign in"}
        </button>
      </form>
    </Note>
  );
}

function HiddenField({ name, value }: { name: string; value: string | undefined }) {
  return value === undefined ? null : <input type="hidden" name={name} value={value} />;
}
