import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";

export const metadata: Metadata = { title: "Deleted", ...NOINDEX_METADATA };

export default function DeletedPage() {
  return (
    <Note title="Deleted">
      <p>Your address and settings have been erased. You won&rsquo;t get any more digests.</p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}
