"use client";

import { useEffect, useSyncExternalStore } from "react";

/** What is personal on a page that is the same for everyone: what /api/viewer answers. */
export type ViewerState = {
  viewer: { name: string; email: string; admin?: true } | null;
  upvoted: string[];
};

let personal: ViewerState | null = null;
let asked: Promise<ViewerState> | undefined;
const listeners = new Set<() => void>();

const NOBODY: ViewerState = { viewer: null, upvoted: [] };

/** So many papers a request: an address has its limits, and a day may have hundreds. */
const AT_ONCE = 200;

async function askFor(papers: string[]): Promise<ViewerState> {
  const response = await fetch(`/api/viewer?papers=${encodeURIComponent(papers.join(","))}`, {
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function ask(): Promise<ViewerState> {
  const marked = document.querySelectorAll<HTMLElement>("[data-paper]");
  const ids = [...new Set([...marked].map((element) => element.dataset.paper ?? ""))];
  const parts = Array.from({ length: Math.max(1, Math.ceil(ids.length / AT_ONCE)) }, (_, part) =>
    ids.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  try {
    const answers = await Promise.all(parts.map(askFor));
    personal = {
      viewer: answers[0]?.viewer ?? null,
      upvoted: answers.flatMap(({ upvoted }) => upvoted),
    };
  } catch {
    // Offline or an old server: the page reads as it does for somebody not signed in.
    personal = NOBODY;
  }
  for (const listener of listeners) listener();
  return personal;
}

/** One request for the papers of the page, however many components ask. */
export function loadViewerState(): Promise<ViewerState> {
  asked ??= ask();
  return asked;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null until the server has said. */
export function useViewerState(): ViewerState | null {
  useEffect(() => {
    loadViewerState();
  }, []);
  return useSyncExternalStore(
    subscribe,
    () => personal,
    () => null,
  );
}
