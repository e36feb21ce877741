"use client";

import { Note } from "@/components/Note";

export default function ErrorPage() {
  return (
    <Note title="Something went wrong here">
      <p>It is not your doing, and it has been noted. Please try again in a moment.</p>
      <p>
        <a href="/papers" className="button">
          Today&rsquo;s papers
        </a>
      </p>
    </Note>
  );
}
