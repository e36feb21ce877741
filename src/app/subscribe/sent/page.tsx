import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { OutboxNote } from "@/app/_lib/outbox-note";
import { Note } from "@/components/Note";

export const metadata: Metadata = { title: "Check your inbox", ...NOINDEX_METADATA };

export default function SentPage() {
  return (
    <Note title="Check your inbox">
      <p>
        We&rsquo;ve emailed you a confirmation link. If you&rsquo;re already subscribed, it opens
        your settings. We send at most one of these a day.
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
