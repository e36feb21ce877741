import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { OutboxNote } from "@/app/_lib/outbox-note";
import { Note } from "@/components/Note";
import { SIGN_IN_LINK_MINUTES } from "@/features/auth/limits";

export const metadata: Metadata = { title: "Check your inbox", ...NOINDEX_METADATA };

export default function SentPage() {
  return (
    <Note title="Check your inbox">
      <p>
        We&rsquo;ve emailed you a sign-in link. It works once and expires in {SIGN_IN_LINK_MINUTES}{" "}
        minutes.
      </p>
      <OutboxNote />
      <p className="text-soft text-sm">
        Nothing there? Check your spam folder or{" "}
        <a href="/sign-in" className="quiet-link">
          request a new one
        </a>
        .
      </p>
    </Note>
  );
}
