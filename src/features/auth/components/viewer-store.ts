"use client";

import { useEffect, useSyncExternalStore } from "react";

/** The part of /api/viewer's response that this feature knows: who is looking, or null. */
type ViewerState = { viewer: { name: string; email: string; admin?: true } | null };

const SIGNED_OUT: ViewerState = { viewer: null };

let state: ViewerState | null = null;
let isRequested = false;
const listeners = new Set<() => void>();

function setState(next: ViewerState): void {
  state = next;
  for (const listener of listeners) listener();
}

/**
 * Requests /api/viewer and stores its viewer. A feature that keeps data about viewers passes
 * parameters to get its part in the same response.
 *
 * @throws Error when the server can't be reached or refuses; the page then shows nobody signed in
 */
export async function requestViewer<Part extends object>(
  parameters = new URLSearchParams(),
): Promise<ViewerState & Part> {
  isRequested = true;
  try {
    const response = await fetch(`/api/viewer?${parameters}`, {
      headers: { Accept: "application/json" },
    });
    if (!response.ok) throw new Error(String(response.status));
    const answer: ViewerState & Part = await response.json();
    setState({ viewer: answer.viewer });
    return answer;
  } catch (error) {
    setState(SIGNED_OUT);
    throw error;
  }
}

/** Requests the viewer, unless another feature on the page has already requested it. */
function requestOnce(): void {
  if (isRequested) return;
  requestViewer().catch(() => {
    // Offline, or the server refuses: the page stays as it is for somebody not signed in.
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns who is looking; null until the server has answered. */
export function useViewerState(): ViewerState | null {
  useEffect(() => {
    // A timer runs after the effects of all components, so a request that another feature starts
    // in an effect comes first, and this page sends one request instead of two.
    const timer = setTimeout(requestOnce);
    return () => clearTimeout(timer);
  }, []);
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => null,
  );
}
