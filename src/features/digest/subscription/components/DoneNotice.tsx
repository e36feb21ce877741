import { Check } from "lucide-react";
import { PAUSE_WEEKS } from "@/features/digest/limits";
import { plural } from "@/lib/plural";

/** Sentences by the `done` parameter of the page's address. */
const NOTICES = new Map([
  ["saved", "Saved."],
  ["paused", `Paused for ${plural(PAUSE_WEEKS, "week")}.`],
  ["resumed", "Your digest is back on."],
  ["started", "You are subscribed."],
  ["stopped", "We’ve emailed you a confirmation link. We send at most one of these a day."],
  ["unsubscribed", "You are unsubscribed. We won’t send any more digests to this address."],
  ["address", "We’ve sent two emails. Open the link in each and press its button."],
  ["link", "We’ve emailed you a new link. We send at most one of these a day."],
]);

/** Shows what a form just did; nothing for an unknown `done`. */
export function DoneNotice({ done }: { done?: string }) {
  const notice = NOTICES.get(done ?? "");
  if (!notice) return null;
  return (
    <p role="status" className="mt-4 flex gap-2.5 rounded-lg border border-edge px-4 py-3">
      <Check aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent" />
      {notice}
    </p>
  );
}
