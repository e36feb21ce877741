import type { Metadata } from "next";
import { OutboxNote } from "@/app/outbox-note";
import { PERSONAL } from "@/app/return-path";
import { Note } from "@/components/Note";

export const metadata: Metadata = { title: "Look into your mailbox", ...PERSONAL };

export default function SentPage() {
  return (
    <Note title="Look into your mailbox">
      <p>
        Thank you. If the address isn&rsquo;t subscribed yet, a mail with a link to confirm is on
        its way.
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
