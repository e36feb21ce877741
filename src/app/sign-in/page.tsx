import type { Metadata } from "next";
import { headers } from "next/headers";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { getSignInReturn } from "@/app/_lib/sign-in-return";
import { EmailField } from "@/components/EmailField";
import { Note } from "@/components/Note";
import { findViewer, type Viewer } from "@/features/auth/viewer";

export const metadata: Metadata = { title: "Sign in", ...NOINDEX_METADATA };

type Props = { searchParams: Promise<{ to?: string | string[]; vote?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { to, vote } = await searchParams;
  const asked = await headers();
  const viewer = await findViewer(asked);
  const back = getSignInReturn(to, asked);
  if (viewer) return <SignedIn viewer={viewer} back={back} />;
  return (
    <Note title={vote ? "Sign in to upvote" : "Sign in"}>
      <p>
        No password: we mail you a link.
        {vote ? " Your upvote is cast when you come back through it." : ""}
      </p>
      <form action="/api/sign-in" method="post" className="flex flex-col gap-3 sm:flex-row">
        <EmailField />
        <input type="hidden" name="to" value={back} />
        {typeof vote === "string" && <input type="hidden" name="vote" value={vote} />}
        <button type="submit" className="button shrink-0">
          Mail me a link
        </button>
      </form>
    </Note>
  );
}

function SignedIn({ viewer, back }: { viewer: Viewer; back: string }) {
  return (
    <Note title="You are signed in">
      <p className="break-words">As {viewer.email}.</p>
      {viewer.admin && (
        <p>
          <a href="/admin/digest" className="quiet-link">
            See to the digest
          </a>
        </p>
      )}
      <form action="/api/sign-out" method="post" className="flex flex-wrap gap-3">
        <a href={back} className="button">
          Back to the papers
        </a>
        <button type="submit" className="button button-quiet">
          Sign out
        </button>
      </form>
    </Note>
  );
}
