import { Check } from "lucide-react";

const SENTENCES = new Map([
  ["saved", "Saved."],
  ["paused", "Paused for two weeks."],
  ["resumed", "The digest goes on."],
  ["started", "You are subscribed."],
  ["stopped", "A mail with a link to confirm is on its way, at most one a day."],
  ["left", "You are unsubscribed. No digest goes to this address any more."],
  ["address", "Two mails are on their way: open the link in each and press its button."],
  ["link", "A fresh link is on its way, at most one a day."],
]);

/** What was just done, in a sentence; nothing for a word that means nothing. */
export function DoneNotice({ done }: { done?: string }) {
  const sentence = SENTENCES.get(done ?? "");
  if (!sentence) return null;
  return (
    <p role="status" className="mt-4 flex gap-2.5 rounded-lg border border-edge px-4 py-3">
      <Check aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent" />
      {sentence}
    </p>
  );
}
