"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Completion } from "../complete";

/** Milliseconds without another key before the server is asked. */
const TYPING_PAUSE_MS = 120;

/**
 * Completions of what is typed. Each request cancels the one before it; a request that fails leaves no
 * completions, and the search box works without.
 */
export function useCompletions() {
  const [completions, setCompletions] = useState<Completion[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    clearTimeout(timer.current);
    running.current?.abort();
  }, []);

  const clear = useCallback(() => {
    cancel();
    setCompletions([]);
  }, [cancel]);

  const request = useCallback(
    (query: string) => {
      cancel();
      if (!query.trim()) {
        setCompletions([]);
        return;
      }
      timer.current = setTimeout(async () => {
        const controller = new AbortController();
        running.current = controller;
        const fetched = await fetchCompletions(query, controller.signal).catch(() => []);
        if (!controller.signal.aborted) setCompletions(fetched);
      }, TYPING_PAUSE_MS);
    },
    [cancel],
  );

  useEffect(() => cancel, [cancel]);
  return { completions, request, clear };
}

async function fetchCompletions(query: string, signal: AbortSignal): Promise<Completion[]> {
  const response = await fetch(`/api/search/complete?${new URLSearchParams({ q: query })}`, {
    signal,
  });
  if (!response.ok) return [];
  const { completions }: { completions: Completion[] } = await response.json();
  return completions;
}
