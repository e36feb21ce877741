"use client";

import { usePersonal } from "./viewer-store";

/** "Sign in" for everyone, until a script knows better: then it leads to the settings. */
export function AccountMenu() {
  const viewer = usePersonal()?.viewer;
  return (
    <a
      href={viewer ? "/settings" : "/sign-in"}
      title={viewer ? `Signed in as ${viewer.email}` : undefined}
      className="ml-1 max-w-32 truncate px-2.5 py-3 font-medium hover:text-accent"
    >
      {viewer ? viewer.name : "Sign in"}
    </a>
  );
}
