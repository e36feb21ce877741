import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { OutboxNote } from "@/app/_lib/outbox-note";
import { Note } from "@/components/Note";

export const metadata: Metadata = { title: "Look into your mailbox", ...NOINDEX_METADATA };

export default function SentPage() {
  return (
    <Note title="Look into your mailbox">
      <p>A link to sign in is on its way. It is good once, for ten minutes.</p>
      <OutboxNote />
      <p className="text-soft text-sm">
        Nothing there? See whether it was taken for spam, or{" "}
        <a href="/sign-in" className="quiet-link">
          ask for another
        </a>
        .
      </p>
    </Note>
  );
}
