import type { Metadata } from "next";
import { PERSONAL } from "@/app/_lib/sign-in-return";
import { Note } from "@/components/Note";
import { ToPapers } from "@/components/ToPapers";

export const metadata: Metadata = { title: "Deleted", ...PERSONAL };

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
