"use client";

import { Note } from "@/components/Note";
import { ToPapers } from "@/components/ToPapers";

export default function ErrorPage() {
  return (
    <Note title="Something went wrong here">
      <p>It is not your doing, and it has been noted. Please try again in a moment.</p>
      <p>
        <ToPapers />
      </p>
    </Note>
  );
}
