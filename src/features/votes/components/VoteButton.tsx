"use client";

import { ChevronUp } from "lucide-react";
import { type FormEvent, type MouseEvent, useRef, useState } from "react";
import { loadVotes, useUpvoted } from "./vote-store";

type Props = { paperId: string; title: string; upvotes: number };

/** The vote that the viewer wants and the one that the server has. They differ while it is sent. */
type Votes = { wanted: boolean | null; saved: boolean; isBusy: boolean };

/** Casts or removes a vote. Returns false when the session has ended since the page was loaded. */
async function sendVote(paperId: string, upvote: boolean): Promise<boolean> {
  const response = await fetch(`/api/papers/${paperId}/upvote`, {
    method: upvote ? "PUT" : "DELETE",
    headers: { Accept: "application/json" },
  });
  if (response.status === 401) return false;
  if (!response.ok) throw new Error(String(response.status));
  return true;
}

/** Ignores the second click of a double click, which would undo the vote of the first. */
function ignoreDoubleClick(event: MouseEvent<HTMLButtonElement>): void {
  if (event.detail > 1) event.preventDefault();
}

/**
 * Shows an upvote at once, and undoes it visibly when the server refuses it. Without JavaScript, and
 * for somebody not signed in, the form leads to the page that confirms this one vote.
 */
export function VoteButton({ paperId, title, upvotes }: Props) {
  /** Whether the server's count includes this viewer's vote */
  const wasUpvoted = useUpvoted(paperId);
  /** The viewer's choice on this page; null until the viewer presses the button */
  const [pressed, setPressed] = useState<boolean | null>(null);
  const [isRefused, setIsRefused] = useState(false);
  const isUpvoted = pressed ?? wasUpvoted;
  const count = upvotes + Number(isUpvoted) - Number(wasUpvoted);

  const votes = useRef<Votes>({ wanted: null, saved: false, isBusy: false });

  async function vote(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const { current } = votes;
    if (current.wanted === null) {
      // The first click decides; others are ignored until the server has answered who is looking.
      if (current.isBusy) return;
      current.isBusy = true;
      const { isSignedIn, upvoted } = await loadVotes();
      current.isBusy = false;
      if (!isSignedIn) {
        form.submit();
        return;
      }
      current.saved = upvoted.has(paperId);
    }
    current.wanted = !(current.wanted ?? current.saved);
    setPressed(current.wanted);
    setIsRefused(false);
    // A click while a vote is being sent is sent after it.
    if (current.isBusy) return;
    current.isBusy = true;
    try {
      while (current.wanted !== current.saved) {
        const upvote = current.wanted;
        if (!(await sendVote(paperId, upvote))) {
          form.submit();
          return;
        }
        current.saved = upvote;
      }
    } catch {
      current.wanted = current.saved;
      setPressed(current.saved);
      setIsRefused(true);
    } finally {
      current.isBusy = false;
    }
  }

  return (
    <form action={`/upvote/${paperId}`} onSubmit={vote} data-paper={paperId} className="w-13">
      <button
        type="submit"
        onClick={ignoreDoubleClick}
        aria-pressed={isUpvoted}
        aria-label={`Upvote ${title}: ${count} so far`}
        className="flex min-h-14 w-full flex-col items-center justify-center rounded-lg border border-line text-soft tabular-nums hover:border-edge hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-ground aria-pressed:text-accent"
      >
        <ChevronUp aria-hidden size={18} strokeWidth={2.25} />
        <span className="pb-1 font-semibold text-sm leading-none">
          {count.toLocaleString("en")}
        </span>
      </button>
      <span role="status" className="block text-center text-accent text-xs leading-tight">
        {isRefused ? "Vote not saved. Try again." : ""}
      </span>
    </form>
  );
}
