import type { Metadata } from "next";
import { headers } from "next/headers";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { getSignInReturn } from "@/app/_lib/sign-in-return";
import { EmailField } from "@/components/EmailField";
import { Note } from "@/components/Note";
import { findViewer, type Viewer } from "@/features/auth/viewer";

export const metadata: Metadata = { title: "Sign in", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ to?: string | string[]; vote?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const search = await searchParams;
  const requestHeaders = await headers();
  const viewer = await findViewer(requestHeaders);
  const signInReturn = getSignInReturn(search.to, requestHeaders);
  if (viewer) return <SignedIn viewer={viewer} signInReturn={signInReturn} />;
  const vote = singleParam(search.vote);
  return (
    <Note title={vote ? "Sign in to upvote" : "Sign in"}>
      <p>
        We&rsquo;ll email you a link; no password.
        {vote ? " Your upvote is saved when you open it." : ""}
      </p>
      <form action="/api/sign-in" method="post" className="flex flex-col gap-3 sm:flex-row">
        <EmailField />
        <input type="hidden" name="to" value={signInReturn} />
        {vote && <input type="hidden" name="vote" value={vote} />}
        <button type="submit" className="button shrink-0">
          Email me a link
        </button>
      </form>
    </Note>
  );
}

function SignedIn({ viewer, signInReturn }: { viewer: Viewer; signInReturn: string }) {
  return (
    <Note title="You’re signed in">
      <p className="break-words">Signed in as {viewer.email}.</p>
      {viewer.admin && (
        <p>
          <a href="/admin/digest" className="quiet-link">
            Manage the digest
          </a>
        </p>
      )}
      <form action="/api/sign-out" method="post" className="flex flex-wrap gap-3">
        <a href={signInReturn} className="button">
          Back to the papers
        </a>
        <button type="submit" className="button button-quiet">
          Sign out
        </button>
      </form>
    </Note>
  );
}
