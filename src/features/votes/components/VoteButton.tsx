"use client";

import { ChevronUp } from "lucide-react";
import { type FormEvent, type MouseEvent, useState } from "react";
import { loadVotes, useUpvoted } from "./vote-store";

type Props = { paperId: string; title: string; upvotes: number };

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
  const [isSending, setIsSending] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  const isUpvoted = pressed ?? wasUpvoted;
  const count = upvotes + Number(isUpvoted) - Number(wasUpvoted);

  async function vote(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (isSending) return;
    setIsSending(true);
    const { isSignedIn, upvoted } = await loadVotes();
    if (!isSignedIn) {
      setIsSending(false);
      form.submit();
      return;
    }
    const upvote = !(pressed ?? upvoted.has(paperId));
    setPressed(upvote);
    setIsRefused(false);
    try {
      if (!(await sendVote(paperId, upvote))) form.submit();
    } catch {
      setPressed(!upvote);
      setIsRefused(true);
    }
    setIsSending(false);
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
