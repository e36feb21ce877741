"use client";

import { useViewerState } from "./viewer-store";

/**
 * Shows "Sign in" in every page as it is served, because public pages are the same for everyone. A
 * script then shows a signed-in viewer their name, and an admin the link to the digest's pages.
 */
export function AccountMenu() {
  const viewer = useViewerState()?.viewer;
  return (
    <>
      {viewer?.admin && (
        <a href="/admin/digest" className="px-2.5 py-3 text-soft hover:text-ink">
          Digest
        </a>
      )}
      <a
        href={viewer ? "/settings" : "/sign-in"}
        title={viewer ? `Signed in as ${viewer.email}` : undefined}
        className="ml-1 max-w-32 truncate px-2.5 py-3 font-medium hover:text-accent"
      >
        {viewer ? viewer.name : "Sign in"}
      </a>
    </>
  );
}
