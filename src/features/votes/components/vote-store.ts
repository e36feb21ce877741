"use client";

import { useEffect, useSyncExternalStore } from "react";
import { requestViewer } from "@/features/auth/components/viewer-store";

/** The number of requests per minute is limited, and a day may list hundreds of papers. */
const PAPERS_PER_REQUEST = 200;

/** The viewer's votes as the server knew them when the page was loaded. */
type VoteState = { isSignedIn: boolean; upvoted: ReadonlySet<string> };

let state: VoteState = { isSignedIn: false, upvoted: new Set() };
let loading: Promise<void> = Promise.resolve();
let waiting: string[] = [];
const requested = new Set<string>();
const listeners = new Set<() => void>();

async function requestUpvoted(papers: string[]) {
  const parameters = new URLSearchParams({ papers: papers.join(",") });
  return requestViewer<{ upvoted: string[] }>(parameters);
}

async function requestWaiting(): Promise<void> {
  const papers = waiting;
  waiting = [];
  const parts: string[][] = [];
  for (let start = 0; start < papers.length; start += PAPERS_PER_REQUEST) {
    parts.push(papers.slice(start, start + PAPERS_PER_REQUEST));
  }
  try {
    const answers = await Promise.all(parts.map(requestUpvoted));
    state = {
      isSignedIn: answers.some(({ viewer }) => viewer !== null),
      upvoted: new Set([...state.upvoted, ...answers.flatMap(({ upvoted }) => upvoted)]),
    };
  } catch {
    // Offline, or the server refuses: the buttons work as they do for somebody not signed in.
    state = { isSignedIn: false, upvoted: new Set() };
  }
  for (const listener of listeners) listener();
}

/** Asks for the viewer's vote on a paper. Papers that are added in one tick share a request. */
export function addPaper(paperId: string): void {
  if (requested.has(paperId)) return;
  requested.add(paperId);
  waiting.push(paperId);
  if (waiting.length > 1) return;
  const batch = Promise.resolve().then(requestWaiting);
  loading = Promise.all([loading, batch]).then(() => undefined);
}

/** Returns the votes on the papers added so far, once the server has answered. Never throws. */
export async function loadVotes(): Promise<VoteState> {
  await loading;
  return state;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns whether the viewer had upvoted a paper when the page was loaded; false until the server answers. */
export function useUpvoted(paperId: string): boolean {
  useEffect(() => addPaper(paperId), [paperId]);
  return useSyncExternalStore(
    subscribe,
    () => state.upvoted.has(paperId),
    () => false,
  );
}
