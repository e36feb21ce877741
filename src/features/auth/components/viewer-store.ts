"use client";

import { useEffect, useSyncExternalStore } from "react";

/** What is personal on a page that is the same for everyone: what /api/viewer answers. */
export type Personal = {
  viewer: { name: string; email: string } | null;
  upvoted: string[];
};

let personal: Personal | null = null;
let asked: Promise<Personal> | undefined;
const listeners = new Set<() => void>();

const NOBODY: Personal = { viewer: null, upvoted: [] };

async function ask(): Promise<Personal> {
  const marked = document.querySelectorAll<HTMLElement>("[data-paper]");
  const ids = new Set([...marked].map((element) => element.dataset.paper ?? ""));
  try {
    const response = await fetch(`/api/viewer?papers=${encodeURIComponent([...ids].join(","))}`, {
      headers: { Accept: "application/json" },
    });
    if (!response.ok) throw new Error(String(response.status));
    const answer: Personal = await response.json();
    personal = answer;
  } catch {
    // Offline or an old server: the page reads as it does for somebody not signed in.
    personal = NOBODY;
  }
  for (const listener of listeners) listener();
  return personal;
}

/** One request for all papers of the page, however many components ask. */
export function loadPersonal(): Promise<Personal> {
  asked ??= ask();
  return asked;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null until the server has said. */
export function usePersonal(): Personal | null {
  useEffect(() => {
    loadPersonal();
  }, []);
  return useSyncExternalStore(
    subscribe,
    () => personal,
    () => null,
  );
}
