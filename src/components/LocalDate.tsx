"use client";

import { useEffect, useState } from "react";

/** A date as UTC in the page, the same for everyone; a script makes it the reader's own. */
export function LocalDate({ instant, text }: { instant: string; text: string }) {
  const [local, setLocal] = useState(text);
  useEffect(() => {
    const style = { day: "numeric", month: "short", year: "numeric" } as const;
    setLocal(new Intl.DateTimeFormat("en-US", style).format(new Date(instant)));
  }, [instant]);
  return <time dateTime={instant}>{local}</time>;
}
