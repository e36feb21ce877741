import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { Note } from "@/components/Note";
import { ToPapers } from "@/components/ToPapers";

export const metadata: Metadata = { title: "Deleted", ...NOINDEX_METADATA };

export default function DeletedPage() {
  return (
    <Note title="Deleted">
      <p>The address and everything chosen for it are forgotten. No digest goes to it any more.</p>
      <p>
        <ToPapers />
      </p>
    </Note>
  );
}
