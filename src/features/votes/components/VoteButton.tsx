"use client";

import { ChevronUp } from "lucide-react";
import { type FormEvent, useState } from "react";
import { loadViewerState, useViewerState } from "@/features/auth/components/viewer-store";

type Props = { paperId: string; title: string; upvotes: number };

/** Answers false where the session has ended meanwhile. */
async function send(paperId: string, upvote: boolean): Promise<boolean> {
  const answer = await fetch(`/api/papers/${paperId}/upvote`, {
    method: upvote ? "PUT" : "DELETE",
    headers: { Accept: "application/json" },
  });
  if (answer.status === 401) return false;
  if (!answer.ok) throw new Error(String(answer.status));
  return true;
}

/**
 * Upvotes at once and undoes it visibly where the server refuses. Without JavaScript, and for
 * somebody not signed in, its form leads to the page that asks for this one vote.
 */
export function VoteButton({ paperId, title, upvotes }: Props) {
  const before = useViewerState()?.upvoted.includes(paperId) ?? false;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const upvoted = chosen ?? before;
  const count = upvotes + Number(upvoted) - Number(before);

  async function vote(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy) return;
    setBusy(true);
    const { viewer, upvoted: known } = await loadViewerState();
    if (!viewer) {
      setBusy(false);
      form.submit();
      return;
    }
    const wanted = !(chosen ?? known.includes(paperId));
    setChosen(wanted);
    setRefused(false);
    try {
      if (!(await send(paperId, wanted))) form.submit();
    } catch {
      setChosen(!wanted);
      setRefused(true);
    }
    setBusy(false);
  }

  return (
    <form action={`/upvote/${paperId}`} onSubmit={vote} data-paper={paperId} className="w-13">
      <button
        type="submit"
        aria-pressed={upvoted}
        aria-label={`Upvote ${title}: ${count} so far`}
        className="flex min-h-14 w-full flex-col items-center justify-center rounded-lg border border-line text-soft tabular-nums hover:border-edge hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-ground aria-pressed:text-accent"
      >
        <ChevronUp aria-hidden size={18} strokeWidth={2.25} />
        <span className="pb-1 font-semibold text-sm leading-none">
          {count.toLocaleString("en")}
        </span>
      </button>
      <span role="status" className="block text-center text-accent text-xs leading-tight">
        {refused ? "Not counted. Try again." : ""}
      </span>
    </form>
  );
}
