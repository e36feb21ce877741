"use client";

import { useViewerState } from "./viewer-store";

/**
 * "Sign in" for everyone, until a script knows better: then it leads to the settings. Who sees to the
 * digest gets the way there.
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
