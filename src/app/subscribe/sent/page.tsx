import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { OutboxNote } from "@/app/_lib/outbox-note";
import { Note } from "@/components/Note";

export const metadata: Metadata = { title: "Look into your mailbox", ...NOINDEX_METADATA };

export default function SentPage() {
  return (
    <Note title="Look into your mailbox">
      <p>
        Thank you: a mail with a link to confirm is on its way. If the address is subscribed
        already, the link leads to its choices. There is one such mail a day at most.
      </p>
      <OutboxNote />
      <p>
        <a href="/papers" className="button">
          Back to the papers
        </a>
      </p>
    </Note>
  );
}
