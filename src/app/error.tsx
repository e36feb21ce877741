"use client";

import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";

export default function ErrorPage() {
  return (
    <Note title="Something went wrong">
      <p>This is our fault, and we&rsquo;ve logged it. Please try again in a moment.</p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}
