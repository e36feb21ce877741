"use client";

import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";

export default function ErrorPage() {
  return (
    <Note title="Something went wrong here">
      <p>It is not your doing, and it has been noted. Please try again in a moment.</p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}
