"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Completion } from "../complete";

/** Milliseconds without another key before the server is asked. */
const PAUSE = 120;

/** Ways to go on from what is typed. Only the newest question is answered; a failing one offers nothing. */
export function useCompletions() {
  const [completions, setCompletions] = useState<Completion[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<AbortController>(undefined);

  const stop = useCallback(() => {
    clearTimeout(timer.current);
    running.current?.abort();
  }, []);

  const clear = useCallback(() => {
    stop();
    setCompletions([]);
  }, [stop]);

  const ask = useCallback(
    (query: string) => {
      stop();
      if (!query.trim()) {
        setCompletions([]);
        return;
      }
      timer.current = setTimeout(async () => {
        const asking = new AbortController();
        running.current = asking;
        try {
          const address = `/api/search/complete?${new URLSearchParams({ q: query })}`;
          const answer = await fetch(address, { signal: asking.signal });
          const { completions: found } = answer.ok ? await answer.json() : { completions: [] };
          if (!asking.signal.aborted) setCompletions(found);
        } catch {
          // Another key was pressed meanwhile, or the server is away: the box works without.
          if (!asking.signal.aborted) setCompletions([]);
        }
      }, PAUSE);
    },
    [stop],
  );

  useEffect(() => stop, [stop]);
  return { completions, ask, clear };
}
