import type { Metadata } from "next";
import { PERSONAL } from "@/app/return-path";
import { Note } from "@/components/Note";
import { ToPapers } from "@/components/ToPapers";

export const metadata: Metadata = { title: "You are subscribed", ...PERSONAL };

export default function ConfirmedPage() {
  return (
    <Note title="You are subscribed">
      <p>
        The next digest comes to you. Each one has a link to unsubscribe. What went out before is in
        the{" "}
        <a href="/digest" className="quiet-link">
          digest archive
        </a>
        .
      </p>
      <p>
        <ToPapers />
      </p>
    </Note>
  );
}
