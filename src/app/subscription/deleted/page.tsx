import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";

export const metadata: Metadata = { title: "Deleted", ...NOINDEX_METADATA };

export default function DeletedPage() {
  return (
    <Note title="Deleted">
      <p>The address and everything chosen for it are forgotten. No digest goes to it any more.</p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}
